import type { SiteError } from "../../authoring/site-error.js";
import type { CallSite } from "../../nix/value.js";
import type { Place, Position, Problem } from "../../problems/problem.js";
import { isInstalled } from "../cache/folders.js";
import { siteProblems } from "../thrown.js";

/**
 * Misuses that were thrown and are not told yet: the config caught them and went on with something else.
 * What a package tries and catches is its own affair.
 * @param told what is told already, with places
 */
export function caughtProblems(
  thrown: readonly SiteError[],
  placeOf: (site: CallSite | undefined) => Place | undefined,
  told: readonly Problem[],
): Problem[] {
  const found: Problem[] = [];
  for (const problem of thrown.flatMap((one) => siteProblems(one, placeOf))) {
    const { place } = problem;
    if (place === undefined || isInstalled(place.file)) continue;
    if (![...told, ...found].some((one) => isAt(one, place))) found.push(problem);
  }
  return found;
}

/** Whether a problem is at a place, or around it. */
function isAt({ place: other }: Problem, { file, start }: Place): boolean {
  if (other?.file !== file || isBefore(start, other.start)) return false;
  return !isBefore(other.end ?? other.start, start);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line === other.line ? one.column < other.column : one.line < other.line;
}
