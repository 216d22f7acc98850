import { errorOfBuilding } from "../errors/build-error.js";
import { buildFailures } from "../errors/build-failure.js";
import { NixError } from "../errors/nix-error.js";
import { readNixFailure } from "../errors/read.js";
import { evaluationCall, type EvaluationOptions, type NixSource } from "./arguments.js";
import { evaluationGrace } from "./evaluate.js";
import { rootFlags, storePaths } from "./gc-root.js";
import { runNix } from "./run-nix.js";

export interface InstantiateOptions extends EvaluationOptions {
  /**
   * A link to put to the derivation, which keeps it from the garbage collector. The second and
   * further ones are `root-2`, `root-3`, …
   */
  readonly root?: string | undefined;
}

/**
 * Writes derivations to the store: those that an expression is, or that are in its set or list.
 * @returns their store paths, in Nix's order
 * @throws NixError NP504 with what Nix complains of, NP506 for a feature; BuildError NP505 where
 *   the evaluation had to build something that failed; ProblemError as `evaluate`
 */
export async function instantiate(
  source: NixSource,
  options: InstantiateOptions = {},
): Promise<readonly string[]> {
  const call = await evaluationCall(source, options);
  const run = await runNix("nix-instantiate", [...rootFlags(options), ...call.arguments], {
    cwd: options.cwd,
    env: call.env,
    input: call.input,
    signal: options.signal,
    grace: evaluationGrace,
    onLine: options.onLine,
  });
  if (run.exitCode !== 0) {
    const built = buildFailures(readNixFailure(run.stderr), run.entries).length > 0;
    throw built ? errorOfBuilding(run) : NixError.of(run);
  }
  // An output that is not the first is named behind the derivation: "x.drv!dev".
  return storePaths(run.stdout, options.cwd).map((path) => path.replace(/![^!/]*$/, ""));
}
