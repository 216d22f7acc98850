import { isNixExpression } from "../nix/value.js";
import type { Problem, ValuePath } from "../problems/problem.js";
import { isUnderProperty } from "../spec/container-parts.js";
import type { PlannedContainer } from "../spec/plan.js";

/** Options that say what the system is; it is built apart, and found by its profile. */
const ofTheSystem = new Set(["config", "nixpkgs", "specialArgs"]);

/** NP732 for each option that only Nix can work out, where nothing is evaluated. */
export function expressionProblems({ name, given, written }: PlannedContainer): Problem[] {
  if (isUnderProperty(written)) return [underProperty(name)];
  return Object.entries(given)
    .filter(([option]) => !ofTheSystem.has(option))
    .flatMap(([option, value]) => expressionsIn(value, [name, option]))
    .map((path) => ({
      code: "NP732",
      severity: "error",
      message: `\`${path.slice(1).join(".")}\` is a Nix expression, which the target "units" does not evaluate`,
      hint: "write the value itself",
      path,
    }));
}

function underProperty(name: string): Problem {
  return {
    code: "NP732",
    severity: "error",
    message: `container \`${name}\` is under \`lib.mkIf\` or the like, which the target "units" does not evaluate`,
    hint: "write its options as an object; a container that is not there is left out of the config",
    path: [name],
  };
}

function expressionsIn(value: unknown, path: ValuePath): ValuePath[] {
  if (isNixExpression(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    expressionsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
