import { isNixExpression } from "../nix/value.js";
import { NP732 } from "../problems/codes/host.js";
import type { Problem, ValuePath } from "../problems/problem.js";
import { isUnderProperty } from "../plan/views/container-parts.js";
import type { PlannedContainer } from "../plan/plan.js";

/** Options that say what the system is; it is built apart, and found by its profile. */
const ofTheSystem = new Set(["config", "nixpkgs", "specialArgs"]);

/** NP732 for each option that only Nix can work out, where nothing is evaluated. */
export function expressionProblems({ name, given, written }: PlannedContainer): Problem[] {
  if (isUnderProperty(written)) return [underProperty(name)];
  return Object.entries(given)
    .filter(([option]) => !ofTheSystem.has(option))
    .flatMap(([option, value]) => expressionsIn(value, [name, option]))
    .map((path) => NP732.expression({ option: path.slice(1).join(".") }, { path }));
}

function underProperty(name: string): Problem {
  return NP732.underProperty({ name }, { path: [name] });
}

function expressionsIn(value: unknown, path: ValuePath): ValuePath[] {
  if (isNixExpression(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    expressionsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
