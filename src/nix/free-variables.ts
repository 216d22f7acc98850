import type { Expression } from "./syntax.js";
import { binderOf, eachVariable, type VariableUse } from "./variables.js";

/**
 * Names that every Nix expression sees. Those that start with `__` (`__curPos`, `__head`) are left
 * out: all of them belong to Nix.
 */
const globals: ReadonlySet<string> = new Set([
  "abort",
  "baseNameOf",
  "break",
  "builtins",
  "derivation",
  "derivationStrict",
  "dirOf",
  "false",
  "fetchGit",
  "fetchMercurial",
  "fetchTarball",
  "fetchTree",
  "fromTOML",
  "import",
  "isNull",
  "map",
  "null",
  "placeholder",
  "removeAttrs",
  "scopedImport",
  "throw",
  "toString",
  "true",
]);

/** The arguments NixOS gives to every module (lib/modules.nix and NixOS's eval-config.nix). */
export const moduleArguments: ReadonlySet<string> = new Set([
  "config",
  "lib",
  "modulesPath",
  "options",
  "pkgs",
]);

/**
 * The names an expression uses but does not define, in the order of their first use. Nix's own
 * names do not count. Below `with`, a name may come from the set, which is not known: there only
 * the arguments of NixOS modules (config, lib, modulesPath, options, pkgs) count, since a name that
 * is bound around the `with` always wins over the set.
 */
export function freeVariables(expression: Expression): Set<string> {
  const found = new Set<string>();
  eachVariable(expression, (use) => {
    if (isFree(use)) found.add(use.name);
  });
  return found;
}

/** Whether a use is of a variable that must come from around the whole expression. */
export function isFree({
  name,
  owner,
  scope,
  uncertain,
}: Pick<VariableUse, "name" | "owner" | "scope" | "uncertain">): boolean {
  if (binderOf(name, scope) !== undefined) return false;
  // What has an owner is one of its arguments, whatever it is called.
  if (owner !== undefined) return true;
  if (globals.has(name) || name.startsWith("__")) return false;
  return !uncertain || moduleArguments.has(name);
}
