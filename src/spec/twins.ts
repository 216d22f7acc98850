import { isTold } from "../config/operators/told.js";
import type { Problem } from "../problems/problem.js";

/** Finds the same problems in the result of another load of the same config. */
export class Twins {
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
    return others.filter((one) => isTold(one.code) && !known.has(keyOf(one)));
  }

  /** The twin of a problem; of several the next one that was not asked for yet. */
  of(problem: Problem): Problem | undefined {
    const same = this.#byKey.get(keyOf(problem));
    return same !== undefined && same.length > 1 ? same.shift() : same?.[0];
  }
}

function keyOf({ code, message, path }: Problem): string {
  // The guard of a traced load finds at its place what is found in the value around it else.
  return JSON.stringify([code, message, isTold(code) ? undefined : path]);
}
