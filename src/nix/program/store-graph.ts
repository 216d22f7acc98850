import { NixError } from "../errors/nix-error.js";
import { runNix } from "./run-nix.js";

export interface StoreOptions {
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the store knows of one of its paths. */
export interface StorePath {
  readonly path: string;
  /** Bytes, as it is archived. */
  readonly size: number;
  /** Store paths that it needs, itself among them where it says so. */
  readonly references: readonly string[];
}

/** Store paths and all that they need. */
export interface StoreGraph {
  readonly paths: ReadonlyMap<string, StorePath>;
  /** The store path of each path that was asked for, which may have been a link to it. */
  readonly roots: readonly string[];
}

/**
 * Reads what store paths need, of all of them in two runs of Nix.
 * @param asked store paths, or links to some
 * @throws NixError NP509 for a path that the store does not have; ProblemError NP501, NP502,
 *   NP503, NP508
 */
export async function storeGraph(
  asked: readonly string[],
  options: StoreOptions = {},
): Promise<StoreGraph> {
  if (asked.length === 0) return { paths: new Map(), roots: [] };
  const printed = await inParts(asked, (part) =>
    ask(["--query", "--requisites", ...part], options),
  );
  const all = [...new Set(lines(printed))];
  // In the order of the arguments: those that were asked for come first.
  const known = readRegistrations(
    await inParts([...asked, ...all], (part) => ask(["--dump-db", ...part], options)),
  );
  return {
    paths: new Map(known.map((one) => [one.path, one])),
    roots: known.slice(0, asked.length).map(({ path }) => path),
  };
}

/** All store paths that a store path needs, itself among them. */
export function closure({ paths }: StoreGraph, root: string): ReadonlySet<string> {
  const found = new Set([root]);
  // A set is walked in the order in which it grows.
  for (const one of found) {
    for (const needed of paths.get(one)?.references ?? []) found.add(needed);
  }
  return found;
}

/** So many paths in one run: arguments have a limit. */
const atOnce = 1000;

async function inParts(
  paths: readonly string[],
  task: (part: readonly string[]) => Promise<string>,
): Promise<string> {
  let printed = "";
  for (let start = 0; start < paths.length; start += atOnce) {
    printed += await task(paths.slice(start, start + atOnce));
  }
  return printed;
}

async function ask(given: readonly string[], options: StoreOptions): Promise<string> {
  const run = await runNix("nix-store", given, options);
  if (run.exitCode !== 0) throw NixError.of(run, "NP509");
  return run.stdout;
}

/**
 * Reads what `nix-store --dump-db` prints for `--load-db` (nix-store(1)), a line each: path, hash,
 * size, deriver or nothing, number of references, and the references.
 */
function readRegistrations(printed: string): StorePath[] {
  const text = printed.split("\n");
  const found: StorePath[] = [];
  for (let at = 0; at + 4 < text.length;) {
    const [path = "", , size, , count] = text.slice(at, at + 5);
    const end = at + 5 + Number(count);
    found.push({ path, size: Number(size), references: text.slice(at + 5, end) });
    at = end;
  }
  return found;
}

function lines(printed: string): string[] {
  return printed.split("\n").filter((line) => line !== "");
}
