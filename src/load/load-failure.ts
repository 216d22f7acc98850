import { ProblemError, type Problem } from "../problems/problem.js";

/**
 * A config that could not be loaded, and the files that were read for it
 * or looked for in vain: who waits for a change needs them.
 */
export class LoadFailure extends ProblemError {
  /** Absolute paths. */
  readonly inputs: readonly string[];

  constructor(problems: readonly Problem[], inputs: Iterable<string>) {
    super(problems);
    this.inputs = [...inputs].sort();
  }
}
