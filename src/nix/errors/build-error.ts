import { NP505 } from "../../problems/codes/program.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import type { NixRun } from "../program/run-nix.js";
import { buildFailures, type BuildFailure } from "./build-failure.js";
import { NixError } from "./nix-error.js";
import { readNixFailure } from "./read.js";

/** Carries what could not be built. */
export class BuildError extends ProblemError {
  readonly builds: readonly BuildFailure[];
  /** All that the program said, as people read it. */
  readonly log: string;

  constructor(builds: readonly BuildFailure[], log: string) {
    super(builds.map(problemOfBuild));
    this.builds = builds;
    this.log = log;
  }
}

/** What went wrong in a run that builds: its builds, or what Nix complains of beside them. */
export function errorOfBuilding(run: NixRun): BuildError | NixError {
  const builds = buildFailures(readNixFailure(run.stderr), run.entries);
  return builds.length === 0 ? NixError.of(run, "NP509") : new BuildError(builds, run.log);
}

function problemOfBuild({ derivation, name, reason, log }: BuildFailure): Problem {
  return NP505.failed({ name, reason, derivation }, { details: log.join("\n") });
}
