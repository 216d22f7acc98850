import fc from "fast-check";
import { config, host, lib as library, nix } from "../../../src/index.js";

/**
 * Containers and defaults as random trees, and what has to come of one laid over the other, worked out
 * without any of nixpawn's code: of both sides what NixOS makes of it alone, merged attribute by attribute.
 */

/** What options there are: some by name, any names, one value, a value that NixOS takes as it is. */
export type Options =
  | { readonly kind: "options"; readonly of: Readonly<Record<string, Options>> }
  | { readonly kind: "names"; readonly each: Options }
  | { readonly kind: "module"; readonly inner: Options; readonly isSystem: boolean }
  | { readonly kind: "raw" | "number" | "list" };

export type Tree =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "set"; readonly of: Readonly<Record<string, Tree>> }
  | { readonly kind: "if"; readonly when: readonly Condition[]; readonly tree: Tree }
  | { readonly kind: "merge" | "list"; readonly trees: readonly Tree[] }
  | { readonly kind: "function"; readonly tree: Tree }
  | { readonly kind: "strength"; readonly name: Strength; readonly tree: Tree };

export type Strength = keyof typeof strengths;
export const strengths = { mkForce: 50, mkDefault: 1000 };

export interface Condition {
  readonly name: string;
  readonly isOpposite: boolean;
}

export type Truth = Readonly<Record<string, boolean>>;

const number = { kind: "number" } as const;
const list = { kind: "list" } as const;
const entry: Options = { kind: "options", of: { x: number, tags: list } };
const names: Options = { kind: "names", each: entry };

const inner: Options = { kind: "options", of: { x: number, tags: list, marks: list } };

export const guest: Options = {
  kind: "options",
  of: {
    services: {
      kind: "options",
      of: { a: { kind: "options", of: { enable: number, tags: list } }, port: number },
    },
    tags: list,
    names,
    nixpkgs: { kind: "options", of: { config: { kind: "raw" }, overlays: list } },
    marks: list,
    specialisation: {
      kind: "names",
      each: {
        kind: "options",
        of: { configuration: { kind: "module", inner, isSystem: false } },
      },
    },
    containers: {
      kind: "names",
      each: {
        kind: "options",
        of: { word: number, config: { kind: "module", inner, isSystem: true } },
      },
    },
  },
};

export const container: Options = {
  kind: "options",
  of: {
    flag: number,
    word: number,
    list,
    bindMounts: names,
    config: { kind: "module", inner: guest, isSystem: true },
  },
};

/** Where a tree stands: how many systems are around it, and what may be there. */
interface Place {
  readonly scope: number;
  readonly depth: number;
  /** Whether a strength is around it. */
  readonly isPlain: boolean;
}

function condition(scope: number): fc.Arbitrary<Condition> {
  const own = ["h0", "h1", ...(scope === 1 ? ["g0"] : scope === 2 ? ["n0"] : [])];
  return fc.record({ name: fc.constantFrom(...own), isOpposite: fc.boolean() });
}

const value = fc.nat({ max: 1_000_000 }).map((one): Tree => ({ kind: "value", value: one }));
const values = fc
  .array(fc.nat({ max: 1_000_000 }), { maxLength: 2 })
  .map((all): Tree => ({ kind: "value", value: all }));

function plainOf(options: Options, place: Place): fc.Arbitrary<Tree> {
  const within = { ...place, depth: place.depth + 1 };
  switch (options.kind) {
    case "number":
      return value;
    case "list":
      return values;
    case "raw":
      return setOf({ a: value, b: value, c: value });
    case "names": {
      const one = treeOf(options.each, within);
      return setOf({ "/a": one, "/b": one });
    }
    case "options":
      return setOf(
        Object.fromEntries(
          Object.entries(options.of).map(([name, each]) => [name, treeOf(each, within)]),
        ),
      );
    case "module": {
      const scope = place.scope + Number(options.isSystem);
      return plainOf(options.inner, { ...within, scope }).map((tree) =>
        // What functions say stands beside all else.
        tree.kind === "set" ? withoutMarks(tree) : tree,
      );
    }
  }
}

function withoutMarks(tree: Extract<Tree, { kind: "set" }>): Tree {
  const others = Object.entries(tree.of).filter(([name]) => name !== "marks");
  return { kind: "set", of: Object.fromEntries(others) };
}

function setOf(of: Readonly<Record<string, fc.Arbitrary<Tree>>>): fc.Arbitrary<Tree> {
  return fc
    .record(of, { requiredKeys: [] })
    .map((one): Tree => ({ kind: "set", of: one as Readonly<Record<string, Tree>> }));
}

export function treeOf(options: Options, place: Place): fc.Arbitrary<Tree> {
  const plain = plainOf(options, place);
  if (place.depth > 6 || !place.isPlain) return plain;
  const scope = place.scope + Number(options.kind === "module" && options.isSystem);
  const isModule = options.kind === "module";
  const several = fc.array(plain, { maxLength: 3 });
  const conditional = fc
    .tuple(fc.array(condition(scope), { minLength: 1, maxLength: 2 }), plain)
    .map(([when, tree]): Tree => ({ kind: "if", when, tree }));
  const marks = fc.nat({ max: 1_000_000 }).map((one): Tree => ({
    kind: "function",
    tree: { kind: "set", of: { marks: { kind: "value", value: [one] } } },
  }));
  const strong = fc
    .tuple(
      fc.constantFrom<Strength>("mkForce", "mkDefault"),
      plainOf(options, { ...place, isPlain: false }),
    )
    .map(([name, tree]): Tree => ({ kind: "strength", name, tree }));
  const item = fc.oneof(
    { weight: 2, arbitrary: plain },
    { weight: 3, arbitrary: conditional },
    { weight: 1, arbitrary: strong },
    ...(isModule ? [{ weight: 1, arbitrary: marks }] : []),
  );
  const rare = options.kind === "number" || options.kind === "list" ? 1 : 2;
  return fc.oneof(
    { weight: 6 * rare, arbitrary: plain },
    { weight: 3, arbitrary: conditional },
    {
      weight: 2,
      arbitrary: fc.array(item, { maxLength: 3 }).map((trees): Tree => ({ kind: "merge", trees })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.array(condition(scope), { minLength: 1, maxLength: 1 }), several)
        .map(([when, trees]): Tree => ({ kind: "if", when, tree: { kind: "merge", trees } })),
    },
    { weight: 1, arbitrary: strong },
    ...(isModule
      ? [
          { weight: 1, arbitrary: marks },
          {
            weight: 2,
            arbitrary: fc
              .array(item, { minLength: 1, maxLength: 3 })
              .map((trees): Tree => ({ kind: "list", trees })),
          },
        ]
      : []),
  );
}

const lib = library as unknown as Readonly<Record<string, (...given: unknown[]) => unknown>>;

/** A tree as an author writes it. */
export function written(tree: Tree): unknown {
  switch (tree.kind) {
    case "value":
      return tree.value;
    case "set":
      return Object.fromEntries(Object.entries(tree.of).map(([name, one]) => [name, written(one)]));
    case "if": {
      const [first, ...others] = tree.when.map(conditionText);
      const whole = others.reduce<unknown>(
        (one, other) => nix`${one as never} && ${other as never}`,
        first,
      );
      return lib.mkIf?.(whole, written(tree.tree));
    }
    case "merge":
      return lib.mkMerge?.(tree.trees.map(written));
    case "list":
      return tree.trees.map(written);
    case "function":
      return () => written(tree.tree);
    case "strength":
      return lib[tree.name]?.(written(tree.tree));
  }
}

function conditionText({ name, isOpposite }: Condition): unknown {
  const owner: unknown = name.startsWith("h") ? host.config : config;
  const one: unknown = (owner as Readonly<Record<string, unknown>>)[name];
  return isOpposite ? nix`!${one as never}` : one;
}

/** The names of all conditions in a tree. */
export function conditionsOf(tree: Tree): string[] {
  switch (tree.kind) {
    case "value":
      return [];
    case "set":
      return Object.values(tree.of).flatMap(conditionsOf);
    case "if":
      return [...tree.when.map(({ name }) => name), ...conditionsOf(tree.tree)];
    case "merge":
    case "list":
      return tree.trees.flatMap(conditionsOf);
    case "function":
    case "strength":
      return conditionsOf(tree.tree);
  }
}

/** A tree in short, for a message. */
export function shown(tree: Tree): string {
  switch (tree.kind) {
    case "value":
      return JSON.stringify(tree.value);
    case "set": {
      const each = Object.entries(tree.of).map(([name, one]) => `${name}: ${shown(one)}`);
      return `{ ${each.join(", ")} }`;
    }
    case "if": {
      const when = tree.when.map(({ name, isOpposite }) => (isOpposite ? `!${name}` : name));
      return `mkIf(${when.join(" && ")}, ${shown(tree.tree)})`;
    }
    case "merge":
      return `mkMerge([${tree.trees.map(shown).join(", ")}])`;
    case "list":
      return `[${tree.trees.map(shown).join(", ")}]`;
    case "function":
      return `() => ${shown(tree.tree)}`;
    case "strength":
      return `${tree.name}(${shown(tree.tree)})`;
  }
}
