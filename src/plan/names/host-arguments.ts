import { moduleArguments } from "../../nix/free-variables.js";

/**
 * Arguments that the modules of any NixOS are given without anybody saying so: by the module system
 * (lib/modules.nix) and by NixOS (nixos/lib/eval-config.nix, nixos/modules/misc/extra-arguments.nix).
 */
export const nixosArguments: ReadonlySet<string> = new Set([
  ...moduleArguments,
  "_class",
  "_prefix",
  "baseModules",
  "extendModules",
  "extraModules",
  "moduleType",
  "modules",
  "noUserModules",
  "specialArgs",
  "utils",
]);

/** And those of a host, by custom, from the flake or the tool that deploys it. */
const usual: ReadonlySet<string> = new Set([
  ...nixosArguments,
  "inputs",
  "nodes",
  "outputs",
  "self",
]);

/** The arguments that the text of a template may name: the usual ones and those that a config declares. */
export function hostArguments(declared: readonly string[] | undefined): ReadonlySet<string> {
  return declared === undefined ? usual : new Set([...usual, ...declared]);
}
