import { NP905 } from "../problems/codes/cli.js";
import { nearest } from "../problems/nearest.js";
import { ProblemError } from "../problems/problem.js";

/**
 * The containers that were named on the command line, in the order of the plan; all when none was.
 * @throws ProblemError NP905 for a name that there is not
 */
export function chosen<Container extends { readonly name: string }>(
  containers: readonly Container[],
  names: readonly string[],
): readonly Container[] {
  if (names.length === 0) return containers;
  const known = containers.map((one) => one.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ProblemError(
      unknown.map((name) => NP905.absent({ name, guess: nearest(name, known) })),
    );
  }
  return containers.filter((one) => names.includes(one.name));
}
