import { ProblemError } from "../../problems/problem.js";
import type { NixFailure } from "./failure.js";
import { problemOfFailure } from "./to-problem.js";

/** Carries what Nix complained of, beside its problems. */
export class NixError extends ProblemError {
  readonly failures: readonly NixFailure[];
  /** All that the program wrote to its standard error. */
  readonly stderr: string;

  constructor(failures: readonly NixFailure[], stderr: string) {
    super(failures.map((one) => problemOfFailure(one)));
    this.failures = failures;
    this.stderr = stderr;
  }
}
