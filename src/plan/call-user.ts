import { misuses } from "../authoring/misuses.js";
import { SiteError } from "../authoring/site-error.js";
import { messageOf, placed, siteProblems } from "../load/thrown.js";
import { ProblemError, type ValuePath } from "../problems/problem.js";
import { asUser } from "./user-code.js";
import type { ValuePlaces } from "./value-places.js";

/**
 * Calls a function of the config and turns what it throws into a problem at its place.
 * @param path of the value that it makes, if it is one
 * @param what the function in words: "the function of container `web`"
 * @throws ProblemError NP053, NP054, or what the library itself had to say
 */
export function callUser<Result>(
  what: string,
  path: ValuePath | undefined,
  call: () => Result,
  valuePlaces: ValuePlaces,
): Result {
  const placeOf = valuePlaces.placeOf.bind(valuePlaces);
  const at = path === undefined ? {} : { path };
  const before = misuses.size;
  let result: Result;
  try {
    result = asUser(call);
  } catch (error) {
    if (error instanceof SiteError) {
      throw new ProblemError(siteProblems(error, placeOf).map((one) => ({ ...at, ...one })));
    }
    if (error instanceof ProblemError) throw error;
    // What was told of it already, at its place, made it fail.
    if (misuses.size > before) throw new ProblemError([]);
    throw new ProblemError([
      {
        code: "NP053",
        severity: "error",
        message: `${what} threw: ${messageOf(error)}`,
        ...at,
        ...placed(error, placeOf, valuePlaces.origins?.thrownAt(error)),
      },
    ]);
  }
  if (result instanceof Promise) {
    // Nobody waits for it any more: its rejection must not end the process.
    result.catch(() => undefined);
    throw new ProblemError([
      { code: "NP054", severity: "error", message: `${what} returned a promise`, ...at },
    ]);
  }
  return result;
}
