import { readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  attributeSet,
  binary,
  binding,
  call,
  formals,
  identifier,
  integer,
  lambda,
  list,
  select,
  string,
} from "../../nix/build.js";
import { printFile } from "../../nix/printer.js";
import { NixError } from "../../nix/errors/nix-error.js";
import { errorOfBuilding } from "../../nix/errors/build-error.js";
import { featureFlags } from "../../nix/program/dialect.js";
import { instantiate } from "../../nix/program/instantiate.js";
import { realise } from "../../nix/program/realise.js";
import { runNix } from "../../nix/program/run-nix.js";
import { withTemporaryRoots } from "../temporary-roots.js";

export interface SystemBuildOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with every line for people. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface ConfigurationSource {
  /** Absolute path of the configuration.nix. */
  readonly configuration: string;
  /** Absolute path of a nixpkgs. */
  readonly nixpkgs: string;
  /** The `system.stateVersion` where it sets none. @default the release of the nixpkgs */
  readonly release?: string | undefined;
}

/**
 * Builds the system of a configuration.nix, and hands its store path on while it cannot be
 * collected as garbage.
 * @throws NixError, BuildError, ProblemError of NP5xx
 */
export async function withConfigurationSystem<Result>(
  { configuration, nixpkgs, release }: ConfigurationSource,
  options: SystemBuildOptions,
  task: (system: string) => Promise<Result>,
): Promise<Result> {
  return withTemporaryRoots(async (roots) => {
    const derivations = await instantiate(
      { file: join(nixpkgs, "nixos") },
      {
        attribute: "system",
        includes: [
          `nixpkgs=${nixpkgs}`,
          `nixos-config=${release === undefined ? configuration : wrapped(roots, configuration, release)}`,
        ],
        root: join(roots, "derivation"),
        ...options,
      },
    );
    const [system = ""] = await realise(derivations, { root: join(roots, "system"), ...options });
    return task(system);
  });
}

/**
 * A configuration that is of a release where it does not say of which: between the default of the option
 * and mkDefault.
 */
function wrapped(folder: string, configuration: string, release: string): string {
  const path = join(folder, "configuration.nix");
  const module = lambda(
    formals(["lib"], { ellipsis: true }),
    attributeSet([
      binding(
        "imports",
        list([binary("+", { kind: "path", parts: ["/."] }, string(configuration))]),
      ),
      binding(
        ["system", "stateVersion"],
        call(select(identifier("lib"), ["mkOverride"]), integer(1400), string(release)),
      ),
    ]),
  );
  writeFileSync(path, printFile(module, { header: [], directory: "/" }).text);
  return path;
}

/**
 * Builds the system of a container of a flake: `REFERENCE#NAME` is its `nixosConfigurations.NAME`.
 * @param name the attribute where the reference names none
 * @throws NixError, BuildError, ProblemError of NP5xx
 */
export async function withFlakeSystem<Result>(
  { flake, name }: { readonly flake: string; readonly name: string },
  options: SystemBuildOptions,
  task: (system: string) => Promise<Result>,
): Promise<Result> {
  const { reference, attribute } = splitFlake(flake, name);
  return withTemporaryRoots(async (roots) => {
    const link = join(roots, "system");
    const run = await runNix(
      "nix",
      [
        "build",
        ...featureFlags(["nix-command", "flakes"]),
        "--out-link",
        link,
        `${reference}#nixosConfigurations."${attribute}".config.system.build.toplevel`,
      ],
      options,
    );
    if (run.exitCode !== 0) {
      throw run.entries.some(({ text }) => text.includes(".drv"))
        ? errorOfBuilding(run)
        : NixError.of(run);
    }
    // `--print-out-paths` came with Nix 2.9.
    return task(readlinkSync(link));
  });
}

/** Takes `REFERENCE#ATTRIBUTE` apart; the attribute is as nixos-rebuild takes it. */
export function splitFlake(
  flake: string,
  name: string,
): { readonly reference: string; readonly attribute: string } {
  const at = flake.indexOf("#");
  if (at < 0) return { reference: flake, attribute: name };
  return { reference: flake.slice(0, at), attribute: flake.slice(at + 1) || name };
}
