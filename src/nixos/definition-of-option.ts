import { readProperty } from "../nix/property.js";
import { isNixExpression } from "../nix/value.js";
import type { ValuePath } from "../problems/problem.js";

/** What stands for a value: of a function that was called, what it returned. */
type Through = (value: unknown) => unknown;

/** Where a config defines an option. */
export interface FoundDefinition {
  /** The path from `config`. */
  readonly path: ValuePath;
  /** The names of the option on it, which may have dots in them that nixpkgs did not quote. */
  readonly names: readonly string[];
  /** Whether all of the option's path is there. */
  readonly whole: boolean;
  /** What is there. */
  readonly value: unknown;
}

/**
 * Where a container's `config` defines an option: the way to the deepest value that leads to it,
 * through lists of modules, `imports`, functions, and what is in `lib.mkIf`, `mkMerge` and their kin.
 * @param config the value of `config`
 * @param option the option's path within the container's system
 * @param isMeant of several definitions, which one is asked for; without an answer, the first
 */
export function definitionOfOption(
  config: unknown,
  option: readonly string[],
  through: Through,
  isMeant: (value: unknown) => boolean = () => false,
): FoundDefinition {
  let best: Way | undefined;
  for (const { module, path } of modulesOf(config, [], through)) {
    for (const way of waysInto(module, option, through)) {
      const better = best === undefined || way.taken > best.taken;
      const meant = way.taken === best?.taken && isMeant(way.value) && !isMeant(best.value);
      if (better || meant) best = before(path, way);
    }
  }
  if (best === undefined) return { path: [], names: [], whole: false, value: undefined };
  const { way, names, taken, value } = best;
  return { path: way, names, whole: taken >= option.length, value };
}

interface Way {
  readonly way: ValuePath;
  /** The names of the option on it. */
  readonly names: readonly string[];
  /** How many steps of the option's path it covers. */
  readonly taken: number;
  /** What it leads to. */
  readonly value: unknown;
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

/** As much of the option's path as a module's own data has: each way that is as long as another. */
function waysInto(module: unknown, option: readonly string[], through: Through): Way[] {
  const value = through(module);
  const here: Way = { way: [], names: [], taken: 0, value };
  const property = readProperty(value);
  if (property !== undefined) {
    const { name, content, step } = property;
    const found =
      name === "mkMerge" && Array.isArray(content)
        ? content.flatMap((one: unknown, index) =>
            waysInto(one, option, through).map((way) => before([step, index], way)),
          )
        : waysInto(content, option, through).map((way) => before([step], way));
    return found.some(({ taken }) => taken > 0) || option.length === 0 ? found : [here, ...found];
  }
  if (option.length === 0) return [here];
  if (typeof value !== "object" || value === null || isNixExpression(value)) return [here];
  const next = nextStep(value, option);
  if (next === undefined) return [here];
  const inner = (value as Readonly<Record<string | number, unknown>>)[next.key];
  return waysInto(inner, option.slice(next.taken), through).map((way) => ({
    ...way,
    way: [next.key, ...way.way],
    names: [String(next.key), ...way.names],
    taken: next.taken + way.taken,
  }));
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
