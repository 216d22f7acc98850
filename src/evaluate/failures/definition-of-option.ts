import { readProperty } from "../../nix/property.js";
import { fragmentSource } from "../../nix/fragment-source.js";
import { isNixExpression, nixExpression, type NixExpression } from "../../nix/value.js";
import type { ValuePath } from "../../problems/problem.js";
import { definitionInText, type DefinitionInText } from "./definition-in-file.js";

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
  /** Of a template, where in the source of it. */
  readonly inText?: DefinitionInText | undefined;
}

/**
 * How surely a definition is the one that is asked for: the higher, the surer.
 * @param text the Nix of a definition that a template has
 */
type Rank = (value: unknown, text: string | undefined) => number;

/**
 * Where a container's `config` defines an option: the way to the deepest value that leads to it,
 * through lists of modules, `imports`, functions, and what is in `lib.mkIf`, `mkMerge` and their kin; in
 * a template, by the names in its text.
 * @param config the value of `config`
 * @param option the option's path within the container's system
 * @param rank of several definitions, which one is asked for; of equals the one whose number the option's
 *   path has ("[definition 2-entry 1]"), else the first
 */
export function definitionOfOption(
  config: unknown,
  option: readonly string[],
  through: Through,
  rank: Rank = () => 0,
): FoundDefinition {
  const ways = modulesOf(config, [], through).flatMap(({ module, path }) =>
    waysInto(module, option, through).map((way) => before(path, way)),
  );
  const most = Math.max(0, ...ways.map(({ taken }) => taken));
  const best = most === 0 ? undefined : chosen(ways, most, option, rank);
  if (best === undefined) return { path: [], names: [], whole: false, value: undefined };
  const { way, names, taken, value, inText } = best;
  return { path: way, names, whole: taken >= option.length, value, inText };
}

function chosen(
  ways: readonly Way[],
  most: number,
  option: readonly string[],
  rank: Rank,
): Way | undefined {
  const ranked = ways
    .filter(({ taken }) => taken === most)
    .map((way) => ({ way, rank: rank(way.value, way.inText?.value) }));
  const highest = Math.max(...ranked.map((one) => one.rank));
  const numbered = ranked[(numberOf(option) ?? 1) - 1];
  return (numbered?.rank === highest ? numbered : ranked.find((one) => one.rank === highest))?.way;
}

/** The modules of a `config` whose options cannot be looked up: templates, files and other expressions. */
export function opaqueModules(config: unknown, through: Through): ValuePath[] {
  return modulesOf(config, [], through)
    .filter(({ module }) => isNixExpression(module))
    .map(({ path }) => path);
}

interface Way {
  readonly way: ValuePath;
  /** The names of the option on it. */
  readonly names: readonly string[];
  /** How many steps of the option's path it covers. */
  readonly taken: number;
  /** What it leads to. */
  readonly value: unknown;
  readonly inText?: DefinitionInText | undefined;
}

/** A module of a `config`, and the path to it. */
export interface FoundModule {
  readonly module: unknown;
  readonly path: ValuePath;
}

/** The modules that a `config` is made of. */
export function modulesOf(value: unknown, path: ValuePath, through: Through): FoundModule[] {
  const module = through(value);
  if (Array.isArray(module)) {
    return module.flatMap((one: unknown, index) => modulesOf(one, [...path, index], through));
  }
  const property = readProperty(module);
  if (property !== undefined) {
    return modulesOf(property.content, [...path, property.step], through);
  }
  if (isNixExpression(module)) return [{ module, path }];
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
  if (isNixExpression(value)) return [here, ...wayInTemplate(value, option)];
  if (typeof value !== "object" || value === null) return [here];
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

function wayInTemplate(value: NixExpression, option: readonly string[]): Way[] {
  const source = value[nixExpression];
  if (source.kind !== "fragment") return [];
  const inText = definitionInText(fragmentSource(source.strings.raw).text, option);
  if (inText === undefined) return [];
  const { count } = inText;
  return [{ way: [], names: option.slice(0, count), taken: count, value, inText }];
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

/** How NixOS names the second item of the first list of an option's definitions; both count from 1. */
const entry = /^\[definition (\d+)-entry (\d+)\]$/;

function indexOf(step: string): number | undefined {
  const index = entry.exec(step)?.[2];
  return index === undefined ? undefined : Number(index) - 1;
}

/** Which of an option's definitions its path speaks of, counting from 1. */
function numberOf(option: readonly string[]): number | undefined {
  const number = option.map((step) => entry.exec(step)?.[1]).find((one) => one !== undefined);
  return number === undefined ? undefined : Number(number);
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !isNixExpression(value);
}
