import { dirname, resolve } from "node:path";
import { flakeAbove } from "./nixpkgs/flake-above.js";

/** Where nixos-rebuild finds the host's NixOS. */
export type RebuildStyle =
  | {
      readonly kind: "flake";
      /** As after `--flake`. */
      readonly reference: string;
      /** The folder of the flake; undefined for one that is not on this machine. */
      readonly folder: string | undefined;
    }
  /** NIX_PATH, and what is put before it. */
  | { readonly kind: "plain"; readonly includes: readonly string[] };

export interface RebuildChoice {
  /** Of the command line, as after `--flake`. */
  readonly flake?: string | undefined;
  /** Not even the flake around the config. */
  readonly noFlake: boolean;
  /** A configuration.nix of the command line; relative to `cwd`. */
  readonly nixosConfig?: string | undefined;
  /** A nixpkgs of the command line; relative to `cwd`, or `<name>`. */
  readonly nixpkgs?: string | undefined;
  readonly configFile: string;
  readonly cwd: string;
}

/** What the host is rebuilt from: what was given, else the flake around the config, else NIX_PATH. */
export function rebuildStyle(choice: RebuildChoice): RebuildStyle {
  const { flake, noFlake, nixosConfig, nixpkgs, configFile, cwd } = choice;
  if (flake !== undefined) {
    return { kind: "flake", reference: flake, folder: localFolder(flake, cwd) };
  }
  const found = nixosConfig === undefined && !noFlake ? flakeAbove(dirname(configFile)) : undefined;
  if (found !== undefined) return { kind: "flake", reference: found, folder: found };
  const named = nixpkgs === undefined || nixpkgs.startsWith("<") ? undefined : nixpkgs;
  return {
    kind: "plain",
    includes: [
      ...(named === undefined ? [] : [`nixpkgs=${resolve(cwd, named)}`]),
      ...(nixosConfig === undefined ? [] : [`nixos-config=${resolve(cwd, nixosConfig)}`]),
    ],
  };
}

/** The folder that a reference to a flake means, if it is one on this machine. */
function localFolder(reference: string, cwd: string): string | undefined {
  const [whole = ""] = reference.split("#");
  const [path = ""] = whole.replace(/^(?:path|git\+file):(?:\/\/)?/, "").split("?");
  if (path !== whole.split("?")[0] || /^[./~]|^$/.test(path)) {
    const folder = resolve(cwd, path);
    return flakeAbove(folder) ?? folder;
  }
  return undefined;
}
