import type { NixFailure } from "../nix/errors/failure.js";
import { evaluate } from "../nix/program/evaluate.js";
import { nearest } from "../problems/nearest.js";
import { ProblemError } from "../problems/problem.js";
import { join } from "node:path";
import { checkExpression } from "./check-request.js";
import { optionInSystem, type FailureScene } from "./failure-place.js";

/**
 * For an option that does not exist: the nearest name among the options that nixpkgs has at that
 * place. Takes another, small evaluation; where that fails none is known.
 */
export async function nearestOption(
  failure: NixFailure,
  scene: FailureScene,
): Promise<string | undefined> {
  const option = optionInSystem(failure.optionPath, scene.container.name);
  const last = option?.at(-1);
  if (option === undefined || last === undefined) return undefined;
  try {
    const names = await evaluate<readonly string[]>(
      { file: join(checkExpression(), "option-names.nix") },
      {
        argstrs: {
          nixpkgs: scene.nixpkgs,
          system: scene.system,
          parent: JSON.stringify(option.slice(0, -1)),
        },
        includes: [`nixpkgs=${scene.nixpkgs}`],
      },
    );
    return nearest(
      last,
      names.filter((name) => !name.startsWith("_")),
    );
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
