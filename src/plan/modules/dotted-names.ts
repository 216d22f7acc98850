import { readProperty } from "../../nix/property.js";
import { isNixExpression } from "../../nix/value.js";
import type { ValuePath } from "../../problems/problem.js";
import { isDotted, nested } from "./nested-names.js";
import { isPlainObject } from "../plain-object.js";
import type { ModuleContext } from "./modules.js";

/**
 * Warns of names such as `"services.nginx.enable"` right in a module (NP062): there Nix reads a path of
 * names where it has no quotes, and one name with dots where it has, as TypeScript's keys do. No option
 * of NixOS has such a name at that level.
 * @param module what defines options, also under `lib.mkIf` and its kin; functions are looked at when
 *   they are called
 */
export function reportDottedNames(module: unknown, { literals }: ModuleContext): void {
  const report = (value: unknown, path: ValuePath): void => {
    const property = readProperty(value);
    if (property !== undefined) report(property.content, [...path, property.step]);
    else if (Array.isArray(value)) {
      value.forEach((one, index) => {
        report(one, [...path, index]);
      });
    } else if (isPlainObject(value) && !isNixExpression(value)) {
      for (const name in value) if (isDotted(name)) reportName(name, path, literals);
    }
  };
  report(module, literals.path);
}

function reportName(name: string, path: ValuePath, literals: ModuleContext["literals"]): void {
  literals.report({
    code: "NP062",
    severity: "warning",
    message: `\`${name}\` is one name with dots here, not a path of names`,
    hint: `write one object in another: ${nested(name)}`,
    path: [...path, name],
    atKey: true,
  });
}
