import { existsSync } from "node:fs";
import { join } from "node:path";
import { instantiate } from "../nix/program/instantiate.js";
import { realise } from "../nix/program/realise.js";
import { NP707 } from "../problems/codes/host.js";
import { ProblemError } from "../problems/problem.js";
import { checkExpression, optionPath, type CheckRequest } from "./check-request.js";

/** A container whose system is to be in the store. */
export interface SystemToBuild extends Pick<
  CheckRequest,
  "name" | "module" | "option" | "hasConfig"
> {
  /** The derivation that its evaluation came to. */
  readonly toplevel: string;
}

export interface BuildOptions {
  /** Path of the nixpkgs. */
  readonly nixpkgs: string;
  readonly system: string;
  /** A folder for links that keep what is built from the garbage collector. */
  readonly roots: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with every line of the log as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Builds the systems of containers, all in one run of Nix, or none that fails.
 *
 * `check` writes no derivations, and may have remembered them: those that are not in the store are
 * instantiated first, in one run as well.
 * @throws NixError for what Nix complains of; ProblemError NP707 when a derivation is another than
 *   the evaluation came to, NP501, NP502
 */
export async function buildSystems(
  systems: readonly SystemToBuild[],
  options: BuildOptions,
): Promise<void> {
  if (systems.length === 0) return;
  const missing = systems.filter((one) => !existsSync(one.toplevel));
  if (missing.length > 0) await writeDerivations(missing, options);
  const { roots, signal, onLine } = options;
  const derivations = [...new Set(systems.map((one) => one.toplevel))];
  await realise(derivations, { root: join(roots, "system"), signal, onLine });
}

async function writeDerivations(
  systems: readonly SystemToBuild[],
  { nixpkgs, system, roots, signal, onLine }: BuildOptions,
): Promise<void> {
  const found = await instantiate(
    { file: join(checkExpression(), "toplevel.nix") },
    {
      argstrs: { nixpkgs, system },
      args: {
        containers: systems.map(({ name, module, option, hasConfig }) => ({
          name,
          module,
          option: optionPath(option),
          hasConfig,
        })),
      },
      includes: [`nixpkgs=${nixpkgs}`],
      root: join(roots, "derivation"),
      signal,
      onLine,
    },
  );
  const others = systems.filter((one, index) => found[index] !== one.toplevel);
  if (others.length === 0) return;
  throw new ProblemError([NP707.changed({ names: others.map(({ name }) => name) })]);
}
