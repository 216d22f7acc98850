import type { NixFailure } from "../../nix/errors/failure.js";
import { evaluate } from "../../nix/program/evaluate.js";
import { nearest } from "../../problems/nearest.js";
import { ProblemError } from "../../problems/problem.js";
import { join } from "node:path";
import { containerView } from "../../plan/views/container-view.js";
import { checkExpression } from "../check-request.js";
import { definitionOfOption } from "./definition-of-option.js";
import { optionInSystem, type FailureScene } from "./failure-scene.js";

/**
 * For an option that does not exist: the nearest name among the options that nixpkgs has at that
 * place. Takes another, small evaluation; where that fails none is known.
 */
export async function nearestOption(
  failure: NixFailure,
  scene: FailureScene,
): Promise<string | undefined> {
  const option = optionInSystem(failure.optionPath, scene.container.name);
  if (option === undefined) return undefined;
  const { traced, container } = scene;
  const { options: spec } = containerView(traced?.specs[container.name] ?? {});
  const through = (value: unknown): unknown => traced?.origins?.through(value) ?? value;
  const defined = definitionOfOption(spec.config, option, through);
  const names = defined.whole ? defined.names : option;
  const last = names.at(-1);
  if (last === undefined) return undefined;
  try {
    const known = await evaluate<readonly string[]>(
      { file: join(checkExpression(), "option-names.nix") },
      {
        argstrs: {
          nixpkgs: scene.nixpkgs,
          system: scene.system,
          parent: JSON.stringify(names.slice(0, -1)),
        },
        includes: [`nixpkgs=${scene.nixpkgs}`],
      },
    );
    return nearest(
      last,
      known.filter((name) => !name.startsWith("_")),
    );
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
