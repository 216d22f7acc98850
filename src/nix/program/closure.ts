import { NixError } from "../errors/nix-error.js";
import { packageName } from "./package-name.js";
import { runNix } from "./run-nix.js";

export interface ClosureOptions {
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

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
  const [old, recent] = await Promise.all([closure(before, options), closure(after, options)]);
  const all = [...new Set([...old, ...recent])];
  const changed = all.filter((path) => old.has(path) !== recent.has(path));
  const sizes = await sizesOf(changed, options);
  const packages = new Map<string, { before: Set<string>; after: Set<string>; delta: number }>();
  for (const path of all) {
    const { name, version } = packageName(path);
    const one = packages.get(name) ?? { before: new Set(), after: new Set(), delta: 0 };
    packages.set(name, one);
    const size = sizes.get(path) ?? 0;
    if (old.has(path)) one.before.add(version);
    if (recent.has(path)) one.after.add(version);
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

/** All store paths that a store path needs, itself among them. */
export async function closure(
  path: string,
  options: ClosureOptions = {},
): Promise<ReadonlySet<string>> {
  return new Set(await query(["--requisites", path], options));
}

/** So many paths in one call: arguments have a limit. */
const atOnce = 1000;

async function sizesOf(
  paths: readonly string[],
  options: ClosureOptions,
): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (let start = 0; start < paths.length; start += atOnce) {
    const asked = paths.slice(start, start + atOnce);
    const answers = await query(["--size", ...asked], options);
    asked.forEach((path, index) => sizes.set(path, Number(answers[index] ?? 0)));
  }
  return sizes;
}

async function query(
  given: readonly string[],
  options: ClosureOptions,
): Promise<readonly string[]> {
  const run = await runNix("nix-store", ["--query", ...given], options);
  if (run.exitCode !== 0) throw NixError.of(run, "NP509");
  return run.stdout.split("\n").filter((line) => line !== "");
}
