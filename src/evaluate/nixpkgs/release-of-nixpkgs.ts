import { join } from "node:path";
import { NixError } from "../../nix/errors/nix-error.js";
import { featureFlags } from "../../nix/program/dialect.js";
import { evaluate } from "../../nix/program/evaluate.js";
import { runNix } from "../../nix/program/run-nix.js";
import { splitFlake } from "./configuration-system.js";

/** mkOptionDefault of nixpkgs' lib/modules.nix: a default of the option itself. */
const notSet = 1500;

/**
 * The `system.stateVersion` of a configuration.nix, as a nixpkgs evaluates it with all that it imports.
 * @returns "unset" where it does not set it; undefined where it cannot be evaluated
 * @throws ProblemError NP502 when it was interrupted
 */
export async function stateVersionOf(
  { configuration, nixpkgs }: { readonly configuration: string; readonly nixpkgs: string },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const ask = (attribute: string): Promise<unknown> =>
    evaluate(
      { file: join(nixpkgs, "nixos") },
      {
        attribute,
        includes: [`nixpkgs=${nixpkgs}`, `nixos-config=${configuration}`],
        signal,
      },
    );
  try {
    const priority = await ask("options.system.stateVersion.highestPrio");
    if (typeof priority === "number" && priority >= notSet) return "unset";
    const version = await ask("config.system.stateVersion");
    return typeof version === "string" ? version : undefined;
  } catch (error) {
    if (error instanceof NixError) return undefined;
    throw error;
  }
}

/** The same of a container of a flake. */
export async function stateVersionOfFlake(
  { flake, name }: { readonly flake: string; readonly name: string },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { reference, attribute } = splitFlake(flake, name);
  const run = await runNix(
    "nix",
    [
      "eval",
      ...featureFlags(["nix-command", "flakes"]),
      "--raw",
      `${reference}#nixosConfigurations."${attribute}".config.system.stateVersion`,
    ],
    { signal },
  );
  return run.exitCode === 0 && run.stdout !== "" ? run.stdout : undefined;
}
