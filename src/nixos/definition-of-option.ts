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
  let best: Way = { way: [], taken: -1 };
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
    names: best.way.map(String),
    whole: best.taken >= option.length,
  };
}

interface Way {
  readonly way: ValuePath;
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
  if (!isData(module)) return [];
  // A module in the long form has its definitions in `config`.
  const inner = isData(module.config) ? [{ module: module.config, path: [...path, "config"] }] : [];
  const imports = modulesOf(module.imports, [...path, "imports"], through);
  return [{ module, path }, ...inner, ...imports];
}

/** As much of the option's path as the module's own data has. */
function wayInto(module: unknown, option: readonly string[], through: Through): Way {
  const way: (string | number)[] = [];
  let current: unknown = module;
  let taken = 0;
  while (taken < option.length) {
    current = through(current);
    if (typeof current !== "object" || current === null || isNixExpression(current)) break;
    const step = nextStep(current, option.slice(taken));
    if (step === undefined) break;
    way.push(step.key);
    taken += step.taken;
    current = (current as Readonly<Record<string | number, unknown>>)[step.key];
  }
  return { way, taken };
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
