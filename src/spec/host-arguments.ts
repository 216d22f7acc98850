import { moduleArguments } from "../nix/free-variables.js";

/**
 * Arguments that modules of a host are given without anybody saying so: by the module system
 * (lib/modules.nix), by NixOS (nixos/lib/eval-config.nix, nixos/modules/misc/extra-arguments.nix),
 * and, by custom, from the flake or the tool that deploys it (`inputs`, `outputs`, `self`, `nodes`).
 */
const usual: ReadonlySet<string> = new Set([
  ...moduleArguments,
  "_class",
  "_prefix",
  "baseModules",
  "extendModules",
  "extraModules",
  "inputs",
  "moduleType",
  "modules",
  "noUserModules",
  "nodes",
  "outputs",
  "self",
  "specialArgs",
  "utils",
]);

/** The arguments that the text of a template may name: the usual ones and those that a config declares. */
export function hostArguments(declared: readonly string[] | undefined): ReadonlySet<string> {
  return declared === undefined ? usual : new Set([...usual, ...declared]);
}
