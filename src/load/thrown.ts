import { isDeepStrictEqual } from "node:util";
import { guardGlobal } from "../authoring/operator-guard.js";
import { SiteError } from "../authoring/site-error.js";
import type { CallSite } from "../nix/value.js";
import { NP006 } from "../problems/codes/config.js";
import { ProblemError, type Place, type Problem, type RelatedPlace } from "../problems/problem.js";
import { isInstalled } from "./cache/folders.js";
import { stackSites } from "./origins/source-places.js";

/** Calls that are shown with an error. */
const mostCallers = 5;

type PlaceOf = (site: CallSite | undefined) => Place | undefined;

/**
 * What code of the user threw, in words. Anything can be thrown: null, an object that cannot be
 * text, one whose `message` throws again.
 */
export function messageOf(error: unknown): string {
  try {
    if (typeof error === "object" && error !== null && "message" in error) {
      if (typeof error.message === "string" && error.message !== "") {
        return withoutGuard(error.message);
      }
      if ("name" in error && typeof error.name === "string") return error.name;
    }
    if (typeof error === "object" && error !== null) return JSON.stringify(error);
    return String(error);
  } catch {
    return "something that cannot be shown";
  }
}

const guardCall = new RegExp(`\\b${guardGlobal}\\.\\w(?:\\(\\.\\.\\.\\))?`, "g");

/** V8 quotes the code that runs, with the calls of the guard in it. */
function withoutGuard(message: string): string {
  if (!message.includes(guardGlobal)) return message;
  return message.replace(guardCall, "this").replace("is not a function or its return value ", "");
}

/** The user's places in an error's stack, innermost first; none for what is no error. */
export function placesOf(error: unknown, placeOf: PlaceOf): Place[] {
  let stack: unknown;
  try {
    // An error of another realm is no instance of this one's Error.
    stack = typeof error === "object" && error !== null && "stack" in error ? error.stack : "";
  } catch {
    return [];
  }
  return stackSites(typeof stack === "string" ? stack : "")
    .map((site) => placeOf(site))
    .filter((place) => place !== undefined);
}

/**
 * The place of the error and the calls that led to it, as parts of a problem.
 * @param thrownAt its place, if it has no stack
 */
export function placed(
  error: unknown,
  placeOf: PlaceOf,
  thrownAt?: Place,
): { readonly place?: Place; readonly related?: readonly RelatedPlace[] } {
  const [place = thrownAt, ...above] = placesOf(error, placeOf);
  const callers = withoutRecursion(above, place);
  return { ...(place === undefined ? {} : { place }), ...calledFrom(callers) };
}

/** A function that calls itself is one place. */
function withoutRecursion(places: readonly Place[], first?: Place): Place[] {
  return places.filter((one, index) => !isDeepStrictEqual(one, places[index - 1] ?? first));
}

function calledFrom(callers: readonly Place[]): Pick<Problem, "related"> {
  const shown = callers.slice(0, mostCallers);
  if (shown.length === 0) return {};
  return { related: shown.map((place) => ({ message: "called from here", place })) };
}

/**
 * The problems of an error of nixpawn's library, at the call of it; where that is in a package, with the
 * lines of the user's own that led there.
 */
export function siteProblems(error: SiteError, placeOf: PlaceOf): Problem[] {
  const place = placeOf(error.site);
  if (place === undefined) return [...error.problems];
  const callers = isInstalled(place.file)
    ? placesOf(error, placeOf).filter(({ file }) => !isInstalled(file))
    : [];
  const related = calledFrom(withoutRecursion(callers));
  return error.problems.map((one) => ({ ...one, place, ...related }));
}

/**
 * What a config threw while it was loaded, as problems.
 * @param what who threw: "the config threw"
 * @param thrownAt where it was thrown, if it has no stack
 */
export function thrownProblems(
  error: unknown,
  placeOf: PlaceOf,
  what: string,
  thrownAt?: Place,
): ProblemError {
  if (error instanceof SiteError) return new ProblemError(siteProblems(error, placeOf));
  if (error instanceof ProblemError) return error;
  return new ProblemError([
    NP006.threw({ what, reason: messageOf(error) }, placed(error, placeOf, thrownAt)),
  ]);
}
