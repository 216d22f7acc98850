import { isNixExpression } from "../nix/value.js";
import { isPlainObject } from "./plain-object.js";
import type { ModuleContext } from "./modules.js";

/** `services.nginx.enable`, and no address or file name. */
const dotted = /^[a-z]\w*(?:\.[a-zA-Z_][\w-]*)+$/;

/**
 * Warns of names such as `"services.nginx.enable"` right in a module (NP062): there Nix reads a path of
 * names where it has no quotes, and one name with dots where it has, as TypeScript's keys do. No option
 * of NixOS has such a name at that level.
 */
export function reportDottedNames(module: unknown, { literals }: ModuleContext): void {
  if (!isPlainObject(module) || isNixExpression(module)) return;
  for (const name in module) {
    if (!dotted.test(name)) continue;
    const names = name.split(".");
    literals.report({
      code: "NP062",
      severity: "warning",
      message: `\`${name}\` is one name with dots here, not a path of names`,
      hint: `write one object in another: ${names
        .map((one) => `${one}: { `)
        .join("")
        .replace(/\{ $/, "…")}${" }".repeat(names.length - 1)}`,
      path: [...literals.path, name],
      atKey: true,
    });
  }
}
