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

  /** The twin of a problem; of several the next one that was not asked for yet. */
  of(problem: Problem): Problem | undefined {
    const same = this.#byKey.get(keyOf(problem));
    return same !== undefined && same.length > 1 ? same.shift() : same?.[0];
  }
}

function keyOf({ code, message, path }: Problem): string {
  return JSON.stringify([code, message, path]);
}
