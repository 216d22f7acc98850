import type { CallSite } from "../nix/value.js";
import { ProblemError, type Problem } from "../problems/problem.js";

/** A problem seen while the config runs; whoever loads the config turns the site into its place. */
export class SiteError extends ProblemError {
  readonly site: CallSite | undefined;

  constructor(problem: Problem, site: CallSite | undefined) {
    super([problem]);
    this.site = site;
  }
}
