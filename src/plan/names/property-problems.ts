import { misplacedProperties } from "../../nix/misplaced-properties.js";
import { argumentsOfProperty } from "../../nix/property.js";
import type { Expression } from "../../nix/syntax.js";
import type { VariableUse } from "../../nix/variables.js";
import type { Problem } from "../../problems/problem.js";

/**
 * `lib.mkForce(…)` and its kin where only a plain value can stand (NP330).
 * @param uses all variables of the syntax: without `lib`, there is nothing to look for
 */
export function propertyProblems(syntax: Expression, uses: readonly VariableUse[]): Problem[] {
  const mayHave = ({ name }: VariableUse): boolean =>
    name === "lib" || argumentsOfProperty(name) !== undefined;
  if (!uses.some(mayHave)) return [];
  return misplacedProperties(syntax).map(({ name, as, path, spelling }) => {
    const place = spelling?.place();
    return {
      code: "NP330",
      severity: "error",
      message: `\`lib.${name}\` says how an option is defined, and is no value: here it is ${as}`,
      hint: `write the plain value here; \`lib.${name}\` may stand around all that the option is set to`,
      path: path ?? spelling?.path ?? [],
      ...(place === undefined ? {} : { place }),
    };
  });
}
