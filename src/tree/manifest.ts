import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tree } from "../targets/target.js";

/** The list of what nixpawn wrote, kept with it. */
export const manifestName = ".nixpawn.json";

export interface Manifest {
  readonly version: 1;
  /** The config that the files come from, relative to the output folder, if it is noted. */
  readonly config?: string;
  /** Content hashes (SHA-256, hexadecimal) by path in the tree, sorted. */
  readonly files: Readonly<Record<string, string>>;
}

/** The folder of a tree's manifest. */
export function manifestFolder(outDir: string, tree: Tree): string {
  return join(outDir, tree.manifestFolder ?? ".");
}

/** The manifest of a tree as text; the same on every machine. */
export function manifestText(tree: Tree): string {
  const files = Object.fromEntries(tree.files.map(({ path, hash }) => [path, hash]));
  const config = tree.config === undefined ? {} : { config: tree.config };
  return `${JSON.stringify({ version: 1, ...config, files } satisfies Manifest, undefined, 2)}\n`;
}

/** The config that is noted in a manifest, if one is. */
export async function manifestConfig(folder: string): Promise<string | undefined> {
  const { config } = await read(join(folder, manifestName));
  return typeof config === "string" ? config : undefined;
}

/** Hashes that a file of ours may have, by path: of the manifest, and of a run that did not end. */
export async function readManifest(
  folder: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = new Map<string, Set<string>>();
  for (const name of [manifestName, pendingName]) {
    for (const [path, hash] of Object.entries((await read(join(folder, name))).files ?? {})) {
      // A path that leads out of the tree was never written by us.
      if (path.split("/").some((part) => part === ".." || part === "") || typeof hash !== "string")
        continue;
      known.set(path, (known.get(path) ?? new Set()).add(hash));
    }
  }
  return known;
}

/** The manifest of the tree that is being written; left behind only by a run that was killed. */
export const pendingName = ".nixpawn.pending.json";

async function read(file: string): Promise<Partial<Manifest>> {
  try {
    return (JSON.parse(await readFile(file, "utf8")) as Partial<Manifest> | null) ?? {};
  } catch {
    return {};
  }
}
