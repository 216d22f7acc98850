import { isTold } from "../load/operators/told.js";
import type { Position, Problem } from "../problems/problem.js";

/** Finds the same problems in the result of another load of the same config. */
export class SameProblems {
  readonly #byKey = new Map<string, Problem[]>();

  constructor(problems: readonly Problem[]) {
    for (const problem of problems) {
      const key = keyOf(problem);
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [problem]);
      else same.push(problem);
    }
  }

  /**
   * Those that the guard found in the other load, of the same kinds as these: where files need no
   * guard, the first of its finds ends the load.
   */
  static told(problems: readonly Problem[], others: readonly Problem[]): Problem[] {
    if (!problems.some(({ code }) => isTold(code))) return [];
    const known = new Set(problems.map(keyOf));
    return others.filter(
      (one) =>
        isTold(one.code) &&
        !known.has(keyOf(one)) &&
        !problems.some((found) => isWithin(found, one)),
    );
  }

  /** The twin of a problem; of several the next one that was not asked for yet. */
  of(problem: Problem): Problem | undefined {
    const same = this.#byKey.get(keyOf(problem));
    if (same !== undefined) return same.length > 1 ? same.shift() : same[0];
    const around = isTold(problem.code) ? [...this.#byKey.values()].flat() : [];
    return around.find((one) => isWithin(problem, one));
  }
}

/**
 * Whether one was found within the code that the guard found in the other load, which knows it by what
 * is written there: a spread, where the expression itself only knows that its names were asked for.
 */
function isWithin(found: Problem, { code, place }: Problem): boolean {
  const at = found.place;
  if (code !== found.code || place?.end === undefined || at === undefined) return false;
  return at.file === place.file && isBefore(place.start, at.start) && isBefore(at.start, place.end);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column <= other.column);
}

function keyOf({ code, message, path }: Problem): string {
  // The guard of a traced load finds at its place what is found in the value around it else.
  return JSON.stringify([code, message, isTold(code) ? undefined : path]);
}
