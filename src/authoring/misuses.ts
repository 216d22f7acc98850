import type { Problem } from "../problems/problem.js";
import { ProblemError } from "../problems/problem.js";
import { misuseProblem, type MisuseKind } from "./misuse.js";

/** A part of a user's file that computes with its operands: the number of the file, and offsets. */
export interface MisuseSite {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

/** A misuse that happened; its place is not worked out yet. */
export interface Misuse {
  readonly site: MisuseSite;
  readonly kind: MisuseKind;
  readonly problem: Problem;
}

/** Who computes with a placeholder this often does so in a loop that may have no other end. */
const patience = 100_000;

/**
 * What code of the config did with Nix expressions that only Nix can do. It is noted, and the code
 * goes on, so that one run tells all of it, also what the config itself would catch.
 */
export class Misuses {
  readonly #found = new Map<string, Misuse>();
  #count = 0;

  /** @throws ProblemError without a problem, when the code does not come to an end */
  note(kind: MisuseKind, what: string, value: unknown, site: MisuseSite): void {
    const key = `${site.file} ${site.start} ${site.end}`;
    if (!this.#found.has(key)) {
      this.#found.set(key, { site, kind, problem: misuseProblem(kind, what, value) });
    }
    this.tick();
  }

  tick(): void {
    this.#count += 1;
    if (this.#count > patience) throw new ProblemError([]);
  }

  /** How often one was met since they were last asked for, the same one more than once. */
  get count(): number {
    return this.#count;
  }

  /** How many were noted since this was last asked for them. */
  get size(): number {
    return this.#found.size;
  }

  /** What was noted since this was last asked. */
  take(): Misuse[] {
    const found = [...this.#found.values()];
    this.#found.clear();
    this.#count = 0;
    return found;
  }
}

/** Those of the config that runs. */
export const misuses = new Misuses();

/** The number of a file in guarded code: the same in every bundle, wherever the code is kept. */
export function fileNumber(path: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < path.length; index += 1) {
    hash = Math.imul(hash ^ path.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
