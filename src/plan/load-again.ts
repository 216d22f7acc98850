import { loadConfig } from "../load/load.js";
import { LoadFailure } from "../load/load-failure.js";
import { isTold } from "../load/operators/told.js";
import { ProblemError, type Place, type Problem } from "../problems/problem.js";
import { SameProblems } from "./same-problems.js";

/**
 * Why a config could not be loaded, with places and hints.
 *
 * What is thrown and is no Error has no stack, nor has what was changed, and what to write in place
 * of an operator is not known: a second load, traced, knows.
 */
export async function withPlaces(error: ProblemError, configFile: string): Promise<ProblemError> {
  const lacking = ({ code, place, hint }: Problem): boolean =>
    place === undefined || (isTold(code) && hint === undefined);
  if (!error.problems.some(lacking)) return error;
  const again = await loadConfig(configFile, { trace: true }).catch((other: unknown) =>
    other instanceof ProblemError ? other : undefined,
  );
  const others = again instanceof ProblemError ? again.problems : (again?.told ?? []);
  const twins = new SameProblems(others);
  const place: Place = { file: configFile, start: { line: 1, column: 1 } };
  return new LoadFailure(
    [
      ...error.problems.map((one) => ({ place, ...(twins.of(one) ?? one) })),
      ...SameProblems.told(error.problems, others),
    ],
    error instanceof LoadFailure ? error.inputs : [],
  );
}
