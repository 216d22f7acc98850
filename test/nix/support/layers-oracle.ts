import { strengths, type Options, type Tree, type Truth } from "./layers.js";

/** What is left when conditions have their values. */
type Result =
  | { readonly kind: "value"; readonly value: unknown }
  | {
      readonly kind: "set";
      readonly of: Readonly<Record<string, Result>>;
      /** Whether it is stronger than all else that is said of the set. */
      readonly isForced: boolean;
      /** Whether names are those of modules, of which functions stand beside each other. */
      readonly isModule: boolean;
    };

/** Two definitions that NixOS refuses together, or of which what it makes depends on the order. */
class Undecided extends Error {}

interface Definition {
  readonly tree: Tree;
  readonly priority: number;
  /** Of the list of modules that it is in. */
  readonly listed?: number;
}

/** What one side says, as NixOS has it where there is nothing else. */
function alone(
  all: readonly Definition[],
  options: Options,
  truth: Truth,
  isNamed = false,
): Result | undefined {
  const active = all.flatMap((one) => discharged(one, options, truth));
  if (active.length === 0) return undefined;
  if (options.kind === "module") {
    // Of whole modules, too; those of a list are several.
    if (new Set(active.map(({ listed, priority }) => listed ?? priority)).size > 1) {
      throw new Undecided();
    }
    const of = settings(active, options.inner, truth);
    return { kind: "set", of, isForced: false, isModule: true };
  }
  if (options.kind === "options" && !isNamed) {
    return { kind: "set", of: settings(active, options, truth), isForced: false, isModule: false };
  }
  const strongest = Math.min(...active.map(({ priority }) => priority));
  const left = active.filter(({ priority }) => priority === strongest);
  if (options.kind === "number") {
    const values = new Set(left.map(({ tree }) => valueOf(tree)));
    if (values.size > 1) throw new Undecided();
    return { kind: "value", value: [...values][0] };
  }
  if (options.kind === "list") {
    return { kind: "value", value: left.flatMap(({ tree }) => valueOf(tree)) };
  }
  // Of a set of several strengths, NixOS takes one, whatever is beside it.
  if (left.length < active.length) throw new Undecided();
  const inner = left.map(({ tree }) => ({ tree, priority: 100 }));
  const of =
    options.kind === "options"
      ? settings(inner, options, truth)
      : attributes(
          inner,
          () => (options.kind === "names" ? options.each : { kind: "number" }),
          truth,
          options.kind === "names",
        );
  return { kind: "set", of, isForced: strongest < 100, isModule: false };
}

function settings(
  all: readonly Definition[],
  inner: Options,
  truth: Truth,
): Readonly<Record<string, Result>> {
  if (inner.kind !== "options") throw new Error("no options");
  return attributes(all, (name) => inner.of[name], truth);
}

function attributes(
  all: readonly Definition[],
  optionsOf: (name: string) => Options | undefined,
  truth: Truth,
  areNamed = false,
): Readonly<Record<string, Result>> {
  const byName = new Map<string, Definition[]>();
  for (const { tree, priority } of all) {
    if (tree.kind !== "set") throw new Error(`no set: ${tree.kind}`);
    for (const [name, one] of Object.entries(tree.of)) {
      byName.set(name, [...(byName.get(name) ?? []), { tree: one, priority }]);
    }
  }
  const results: Record<string, Result> = {};
  for (const [name, definitions] of byName) {
    const options = optionsOf(name);
    if (options === undefined) throw new Error(`no option ${name}`);
    const result = alone(definitions, options, truth, areNamed);
    if (result !== undefined) results[name] = result;
  }
  return results;
}

function discharged(one: Definition, options: Options, truth: Truth): Definition[] {
  const { tree, priority, listed } = one;
  const inside = (inner: Tree, more: Partial<Definition> = {}): Definition[] =>
    discharged({ ...one, tree: inner, ...more }, options, truth);
  switch (tree.kind) {
    case "value":
    case "set":
      return [one];
    case "if":
      return tree.when.every(({ name, isOpposite }) => truth[name] !== isOpposite)
        ? inside(tree.tree)
        : [];
    case "merge":
      return tree.trees.flatMap((inner) => inside(inner));
    case "list":
      return tree.trees.flatMap((inner) => inside(inner, { listed: listed ?? priority }));
    case "function":
      return inside(tree.tree);
    case "strength":
      return inside(tree.tree, { priority: strengths[tree.name] });
  }
}

function valueOf(tree: Tree): unknown {
  if (tree.kind !== "value") throw new Error(`no value: ${tree.kind}`);
  return tree.value;
}

/** The plain merge. */
function merged(low: Result | undefined, high: Result | undefined): Result | undefined {
  if (low === undefined || high === undefined) return high ?? low;
  if (low.kind === "value" || high.kind === "value" || high.isForced) return high;
  const of: Record<string, Result> = {};
  for (const name of new Set([...Object.keys(low.of), ...Object.keys(high.of)])) {
    const [one, other] = [low.of[name], high.of[name]];
    const result = high.isModule && name === "marks" ? follow(one, other) : merged(one, other);
    if (result !== undefined) of[name] = result;
  }
  return { ...high, of };
}

/** What functions say. */
function follow(one: Result | undefined, other: Result | undefined): Result {
  const items = [one, other].flatMap((each) => (each?.kind === "value" ? [each.value].flat() : []));
  return { kind: "value", value: items };
}

/** With what options have that nobody sets, and lists in order. */
function filled(result: Result | undefined, options: Options): unknown {
  const of = result?.kind === "set" ? result.of : {};
  switch (options.kind) {
    case "number":
      return result?.kind === "value" ? result.value : null;
    case "list":
      return result?.kind === "value" ? [...(result.value as number[])].sort((a, b) => a - b) : [];
    case "raw":
      return Object.fromEntries(
        Object.entries(of).map(([name, one]) => [name, one.kind === "value" ? one.value : null]),
      );
    case "names":
      return Object.fromEntries(
        Object.entries(of).map(([name, one]) => [name, filled(one, options.each)]),
      );
    case "module":
      return filled(result, options.inner);
    case "options":
      return Object.fromEntries(
        Object.entries(options.of).map(([name, each]) => [name, filled(of[name], each)]),
      );
  }
}

/**
 * What a container has to be; null for none, undefined where one of the sides alone is refused.
 * Of parts of a container that are not of one strength, NixOS takes the strongest.
 */
export function expected(low: Tree, high: Tree, options: Options, truth: Truth): unknown {
  try {
    const active = discharged({ tree: high, priority: 100 }, options, truth);
    if (active.length === 0) return null;
    const strongest = Math.min(...active.map(({ priority }) => priority));
    const left = active
      .filter(({ priority }) => priority === strongest)
      .map(({ tree }) => ({ tree, priority: 100 }));
    const defaults = alone([{ tree: low, priority: 100 }], options, truth);
    return filled(merged(defaults, alone(left, options, truth)), options);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
