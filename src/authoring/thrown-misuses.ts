import { SiteError } from "./site-error.js";
import type { CallSite } from "../nix/value.js";
import type { Problem } from "../problems/problem.js";

/** More are of one loop. */
const most = 1000;

/** What was thrown since this was last asked. */
let thrown: SiteError[] = [];

/**
 * The error of what code does with a Nix expression that only Nix can do, where the language itself asks:
 * `text.split(config.a)`. It is kept, as the config may catch it and go on with something else.
 */
export function misuseError(problem: Problem, site: CallSite | undefined): SiteError {
  const error = new SiteError(problem, site);
  if (thrown.length < most) thrown.push(error);
  return error;
}

/** All of them, also those that nobody caught. */
export function takeThrownMisuses(): readonly SiteError[] {
  const found = thrown;
  thrown = [];
  return found;
}
