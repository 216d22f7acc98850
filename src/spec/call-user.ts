import { SiteError } from "../authoring/site-error.js";
import type { CallSite } from "../nix/value.js";
import { ProblemError, type Place, type ValuePath } from "../problems/problem.js";

/**
 * Calls a function of the config and turns what it throws into a problem at its place.
 * @param what the function in words: "the function of container `web`"
 * @throws ProblemError NP053, NP054, or what the library itself had to say
 */
export function callUser<Result>(
  what: string,
  path: ValuePath,
  call: () => Result,
  placeOf: (site: CallSite | undefined) => Place | undefined,
): Result {
  let result: Result;
  try {
    result = call();
  } catch (error) {
    if (error instanceof SiteError) {
      const place = placeOf(error.site);
      throw new ProblemError(
        error.problems.map((one) => ({ path, ...one, ...(place === undefined ? {} : { place }) })),
      );
    }
    if (error instanceof ProblemError) throw error;
    const place = placeOf(firstFrame(error));
    throw new ProblemError([
      {
        code: "NP053",
        severity: "error",
        message: `${what} threw: ${error instanceof Error ? error.message : String(error)}`,
        path,
        ...(place === undefined ? {} : { place }),
      },
    ]);
  }
  if (result instanceof Promise) {
    // Nobody waits for it any more: its rejection must not end the process.
    result.catch(() => undefined);
    throw new ProblemError([
      { code: "NP054", severity: "error", message: `${what} returned a promise`, path },
    ]);
  }
  return result;
}

/** The innermost frame of an error's stack that has a file. */
function firstFrame(error: unknown): CallSite | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const match = /\(?((?:file:\/\/|\/)[^\n]*?):(\d+):(\d+)\)?$/m.exec(error.stack);
  if (match === null) return undefined;
  const [, file = "", line, column] = match;
  return { file, line: Number(line), column: Number(column) };
}
