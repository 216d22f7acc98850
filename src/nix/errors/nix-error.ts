import { fileText } from "../../problems/file-text.js";
import { ProblemError } from "../../problems/problem.js";
import type { NixRun } from "../program/run-nix.js";
import type { NixFailure } from "./failure.js";
import { readNixFailure } from "./read.js";
import { problemOfFailure, type FailureCode } from "./to-problem.js";

/** Carries what Nix complained of, beside its problems. */
export class NixError extends ProblemError {
  readonly failures: readonly NixFailure[];
  /** All that the program said, as people read it. */
  readonly log: string;

  constructor(failures: readonly NixFailure[], log: string, code?: FailureCode) {
    super(failures.map((one) => problemOfFailure(one, code)));
    this.failures = failures;
    this.log = log;
  }

  /**
   * What went wrong in a run that failed.
   * @param code of its problems. @default NP504, of an evaluation
   */
  static of(run: NixRun, code?: FailureCode): NixError {
    const failures = readNixFailure(run.stderr, { textOf: fileText });
    if (failures.some(({ kind }) => kind !== "warnings"))
      return new NixError(failures, run.log, code);
    const message =
      run.signal === undefined
        ? `\`${run.program}\` failed with exit code ${String(run.exitCode)} and no message`
        : `\`${run.program}\` was ended by ${run.signal}`;
    const silent: NixFailure = {
      kind: run.signal === undefined ? "other" : "killed",
      message,
      positions: [],
      context: [],
      raw: run.log,
    };
    return new NixError([silent, ...failures], run.log, code);
  }
}
