import { isNixExpression, nixExpression } from "../nix/value.js";
import type { ValuePath } from "../problems/problem.js";

/** What stands for a value: of a function that was called, what it returned. */
type Through = (value: unknown) => unknown;

/** Where a config defines an option. */
export interface FoundDefinition {
  /** The path from `config`, as far as paths lead: not into the arguments of `lib.mkIf`. */
  readonly path: ValuePath;
  /** The names of the option on the way, which may have dots in them that nixpkgs did not quote. */
  readonly names: readonly string[];
  /** Whether all of the option's path is there. */
  readonly whole: boolean;
  /** The way on from a value that is within such arguments. */
  readonly inner?: { readonly root: object; readonly path: ValuePath };
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
  let best: { readonly before: ValuePath; readonly found: Way } | undefined;
  for (const { module, path, root } of modulesOf(config, [], undefined, through)) {
    for (const way of waysInto(module, option, through)) {
      const found = root === undefined ? way : innerOf(way, root);
      const better = best === undefined || found.taken > best.found.taken;
      const meant =
        found.taken === best?.found.taken && isMeant(found.value) && !isMeant(best.found.value);
      if (better || meant) best = { before: path, found };
    }
  }
  if (best === undefined) return { path: [], names: [], whole: false, value: undefined };
  const { before, found } = best;
  return {
    path: [...before, ...found.way],
    names: found.names,
    whole: found.taken >= option.length,
    value: found.value,
    ...(found.inner === undefined ? {} : { inner: found.inner }),
  };
}

interface Way {
  /** As far as paths lead. */
  readonly way: ValuePath;
  readonly names: readonly string[];
  /** How many steps of the option's path it covers. */
  readonly taken: number;
  readonly value: unknown;
  readonly inner?: { readonly root: object; readonly path: ValuePath };
}

interface FoundModule {
  readonly module: unknown;
  readonly path: ValuePath;
  /** Of a module within the arguments of `lib.mkMerge`: where it is from there. */
  readonly root?: { readonly root: object; readonly path: ValuePath };
}

function modulesOf(
  value: unknown,
  path: ValuePath,
  root: FoundModule["root"],
  through: Through,
): FoundModule[] {
  const module = through(value);
  const at = (step: string | number): [ValuePath, FoundModule["root"]] =>
    root === undefined
      ? [[...path, step], undefined]
      : [path, { root: root.root, path: [...root.path, step] }];
  if (Array.isArray(module)) {
    return module.flatMap((one: unknown, index) => modulesOf(one, ...at(index), through));
  }
  const wrapped = contentsOf(module);
  if (wrapped !== undefined) {
    return wrapped.flatMap((one) => modulesOf(one, path, { root: one, path: [] }, through));
  }
  if (!isData(module)) return [];
  const found = root === undefined ? { module, path } : { module, path, root };
  // A module in the long form has its definitions in `config`.
  const inner = isData(module.config) ? modulesOf(module.config, ...at("config"), through) : [];
  const imports = modulesOf(module.imports, ...at("imports"), through);
  return [found, ...inner, ...imports];
}

/** As much of the option's path as a module's own data has: each way that is as long as another. */
function waysInto(module: unknown, option: readonly string[], through: Through): Way[] {
  const value = through(module);
  const here: Way = { way: [], names: [], taken: 0, value };
  const wrapped = contentsOf(value);
  if (wrapped !== undefined) {
    const inside = wrapped.flatMap((one) =>
      waysInto(one, option, through).map((way) => innerOf(way, { root: one, path: [] })),
    );
    return inside.some(({ taken }) => taken > 0) || option.length === 0
      ? inside
      : [here, ...inside];
  }
  if (option.length === 0) return [here];
  if (typeof value !== "object" || value === null || isNixExpression(value)) return [here];
  const step = nextStep(value, option);
  if (step === undefined) return [here];
  const next = (value as Readonly<Record<string | number, unknown>>)[step.key];
  return waysInto(next, option.slice(step.taken), through).map((way) => ({
    ...way,
    way: [step.key, ...way.way],
    names: [String(step.key), ...way.names],
    taken: step.taken + way.taken,
  }));
}

/** The same way, seen from a value that no path leads to. */
function innerOf(way: Way, { root, path }: NonNullable<FoundModule["root"]>): Way {
  const inner = way.inner ?? { root, path: [...path, ...way.way] };
  return { ...way, way: [], inner };
}

/** Functions of lib whose last argument is what they stand for (lib/modules.nix of nixpkgs). */
const wrappers = new Set(
  "mkIf mkMerge mkForce mkDefault mkOverride mkBefore mkAfter mkOrder mkVMOverride mkOptionDefault mkImageMediaOverride".split(
    " ",
  ),
);

/** What is in `lib.mkIf(condition, …)`, or each of `lib.mkMerge([…])`. */
function contentsOf(value: unknown): object[] | undefined {
  if (!isNixExpression(value)) return undefined;
  const source = value[nixExpression];
  if (source.kind !== "reference" || source.root !== "lib") return undefined;
  const named = source.steps.findLast((step) => step.kind === "select");
  if (named?.kind !== "select" || !wrappers.has(named.attribute)) return undefined;
  const given = source.steps.flatMap((step) => (step.kind === "apply" ? step.arguments : []));
  const last = given.at(-1);
  const parts: readonly unknown[] =
    named.attribute === "mkMerge" && Array.isArray(last) ? last : [last];
  return parts.filter(
    (one): one is object => (typeof one === "object" && one !== null) || typeof one === "function",
  );
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
