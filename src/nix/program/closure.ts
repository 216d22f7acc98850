import { packageName } from "./package-name.js";
import { closure, storeGraph, type StoreGraph, type StoreOptions } from "./store-graph.js";

export type ClosureOptions = StoreOptions;

/** A package of which two closures hold different versions, or different amounts. */
export interface ClosureDifference {
  readonly name: string;
  /** Its versions, sorted; "" for paths without one. Empty where the closure has none. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Bytes that are more after than before. */
  readonly sizeDelta: number;
}

/**
 * What changes between the closures of two store paths, by package, sorted by name. It is counted
 * from the paths and sizes that the store knows, so that every Nix tells the same and the sizes are
 * exact; `nix store diff-closures` is experimental and rounds them.
 * @param before a store path, or a link to one
 * @throws NixError NP509 for a path that the store does not have; ProblemError NP501, NP502,
 *   NP503, NP508
 */
export async function closureDifference(
  before: string,
  after: string,
  options: ClosureOptions = {},
): Promise<readonly ClosureDifference[]> {
  const [difference = []] = await closureDifferences([{ before, after }], options);
  return difference;
}

/**
 * The same of many pairs, in no more runs of Nix than of one.
 * @returns in the order of the pairs
 * @throws as `closureDifference`
 */
export async function closureDifferences(
  pairs: readonly { readonly before: string; readonly after: string }[],
  options: ClosureOptions = {},
): Promise<readonly (readonly ClosureDifference[])[]> {
  const asked = pairs.flatMap(({ before, after }) => [before, after]);
  const graph = await storeGraph(asked, options);
  return pairs.map((_, index) => {
    const [before = "", after = ""] = graph.roots.slice(2 * index);
    return differenceIn(graph, before, after);
  });
}

function differenceIn(graph: StoreGraph, before: string, after: string): ClosureDifference[] {
  const [old, recent] = [closure(graph, before), closure(graph, after)];
  const packages = new Map<string, { before: Set<string>; after: Set<string>; delta: number }>();
  for (const path of new Set([...old, ...recent])) {
    const { name, version } = packageName(path);
    const one = packages.get(name) ?? { before: new Set(), after: new Set(), delta: 0 };
    packages.set(name, one);
    if (old.has(path)) one.before.add(version);
    if (recent.has(path)) one.after.add(version);
    const size = graph.paths.get(path)?.size ?? 0;
    if (old.has(path) !== recent.has(path)) one.delta += recent.has(path) ? size : -size;
  }
  return [...packages]
    .map(([name, one]) => ({
      name,
      before: [...one.before].sort(byVersion),
      after: [...one.after].sort(byVersion),
      sizeDelta: one.delta,
    }))
    .filter((one) => one.sizeDelta !== 0 || one.before.join("\0") !== one.after.join("\0"))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
