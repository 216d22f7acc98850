import { isNixExpression } from "../nix/value.js";
import type { ValuePath } from "../problems/problem.js";

/** What stands for a value: of a function that was called, what it returned. */
type Through = (value: unknown) => unknown;

/**
 * Where a container's `config` defines an option: the way to the deepest value that leads to it,
 * through lists of modules, `imports` and functions.
 * @param config the value of `config`
 * @param option the option's path within the container's system
 * @returns the path from `config`, and whether all of the option's path is there
 */
export function definitionOfOption(
  config: unknown,
  option: readonly string[],
  through: Through,
): { readonly path: ValuePath; readonly whole: boolean } {
  let best: ValuePath = [];
  let found = -1;
  for (const { module, path } of modulesOf(config, [], through)) {
    const way = wayInto(module, option, through);
    if (way.length > found) {
      found = way.length;
      best = [...path, ...way];
    }
  }
  return { path: best, whole: found >= option.length };
}

interface FoundModule {
  readonly module: unknown;
  readonly path: ValuePath;
}

function modulesOf(value: unknown, path: ValuePath, through: Through): FoundModule[] {
  const module = through(value);
  if (Array.isArray(module)) {
    return module.flatMap((one: unknown, index) => modulesOf(one, [...path, index], through));
  }
  if (!isData(module)) return [];
  // A module in the long form has its definitions in `config`.
  const inner = isData(module.config) ? [{ module: module.config, path: [...path, "config"] }] : [];
  const imports = modulesOf(module.imports, [...path, "imports"], through);
  return [{ module, path }, ...inner, ...imports];
}

/** As much of the option's path as the module's own data has. */
function wayInto(module: unknown, option: readonly string[], through: Through): ValuePath {
  const way: (string | number)[] = [];
  let current: unknown = module;
  for (const step of option) {
    current = through(current);
    const key = Array.isArray(current) ? indexOf(step) : step;
    if (key === undefined || typeof current !== "object" || current === null) break;
    if (isNixExpression(current) || !Object.hasOwn(current, key)) break;
    way.push(key);
    current = (current as Readonly<Record<string | number, unknown>>)[key];
  }
  return way;
}

/** "[definition 1-entry 2]" is how NixOS names the second item of a list; counting starts at 1. */
function indexOf(step: string): number | undefined {
  const entry = /^\[definition \d+-entry (\d+)\]$/.exec(step)?.[1];
  return entry === undefined ? undefined : Number(entry) - 1;
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !isNixExpression(value);
}
