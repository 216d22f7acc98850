import { readProperty } from "../nix/property.js";
import { isNixExpression } from "../nix/value.js";
import type { ValuePath } from "../problems/problem.js";

/** What stands for a value: of a function that was called, what it returned. */
type Through = (value: unknown) => unknown;

/**
 * Where a container's `config` defines an option: the way to the deepest value that leads to it,
 * through lists of modules, `imports` and functions.
 * @param config the value of `config`
 * @param option the option's path within the container's system
 * @returns the path from `config`; the names of the option on it, which may have dots in them that
 *   nixpkgs did not quote; and whether all of the option's path is there
 */
export function definitionOfOption(
  config: unknown,
  option: readonly string[],
  through: Through,
): { readonly path: ValuePath; readonly names: readonly string[]; readonly whole: boolean } {
  let best: Way = { way: [], names: [], taken: -1 };
  let before: ValuePath = [];
  for (const { module, path } of modulesOf(config, [], through)) {
    const found = wayInto(module, option, through);
    if (found.taken > best.taken) {
      best = found;
      before = path;
    }
  }
  return {
    path: [...before, ...best.way],
    names: best.names,
    whole: best.taken >= option.length,
  };
}

interface Way {
  readonly way: ValuePath;
  /** The names of the option on it. */
  readonly names: readonly string[];
  /** How many steps of the option's path it covers. */
  readonly taken: number;
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
  const property = readProperty(module);
  if (property !== undefined) {
    return modulesOf(property.content, [...path, property.step], through);
  }
  if (!isData(module)) return [];
  // A module in the long form has its definitions in `config`.
  const inner = modulesOf(module.config, [...path, "config"], through);
  const imports = modulesOf(module.imports, [...path, "imports"], through);
  return [{ module, path }, ...inner, ...imports];
}

/** As much of the option's path as the module's own data has. */
function wayInto(value: unknown, option: readonly string[], through: Through): Way {
  const nothing = { way: [], names: [], taken: 0 };
  if (option.length === 0) return nothing;
  const current = through(value);
  const property = readProperty(current);
  if (property !== undefined) {
    const { name, content, step } = property;
    const found =
      name === "mkMerge" && Array.isArray(content)
        ? content.map((one: unknown, index) => before([step, index], wayInto(one, option, through)))
        : [before([step], wayInto(content, option, through))];
    return found.reduce((best, one) => (one.taken > best.taken ? one : best), nothing);
  }
  if (typeof current !== "object" || current === null || isNixExpression(current)) return nothing;
  const next = nextStep(current, option);
  if (next === undefined) return nothing;
  const inner = (current as Readonly<Record<string | number, unknown>>)[next.key];
  const rest = wayInto(inner, option.slice(next.taken), through);
  return {
    way: [next.key, ...rest.way],
    names: [String(next.key), ...rest.names],
    taken: next.taken + rest.taken,
  };
}

function before(steps: ValuePath, way: Way): Way {
  return { ...way, way: [...steps, ...way.way] };
}

/** Old nixpkgs quote no names: "virtualHosts.a.example.root" may have a name with a dot in it. */
function nextStep(
  value: object,
  option: readonly string[],
): { readonly key: string | number; readonly taken: number } | undefined {
  if (Array.isArray(value)) {
    const index = indexOf(option[0] ?? "");
    return index === undefined || index >= value.length ? undefined : { key: index, taken: 1 };
  }
  for (let taken = 1; taken <= option.length; taken += 1) {
    const key = option.slice(0, taken).join(".");
    if (Object.hasOwn(value, key)) return { key, taken };
  }
  return undefined;
}

/** "[definition 1-entry 2]" is how NixOS names the second item of a list; counting starts at 1. */
function indexOf(step: string): number | undefined {
  const entry = /^\[definition \d+-entry (\d+)\]$/.exec(step)?.[1];
  return entry === undefined ? undefined : Number(entry) - 1;
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !isNixExpression(value);
}
