import { basename, join } from "node:path";
import type { Tree } from "../targets/target.js";
import { readPlainFile } from "./plain-file.js";

/** Earlier versions listed here what they wrote. It is read, and removed with the next change. */
export const oldManifestNames: readonly string[] = [".nixpawn.json", ".nixpawn.pending.json"];

/** Whether a path of a tree is that of such a list. */
export function isOldManifest(path: string): boolean {
  return oldManifestNames.includes(basename(path));
}

/** Content hashes by path, of one version and of a run of it that did not end. */
export interface OldManifest {
  /** Those that are there, relative to the output folder. */
  readonly files: readonly string[];
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What an earlier version noted of a tree. */
export function readOldManifest(outDir: string, tree: Tree): OldManifest {
  const files: string[] = [];
  const hashes = new Map<string, Set<string>>();
  for (const name of oldManifestNames) {
    const path = join(tree.ownFolder ?? "", name);
    const read = readPlainFile(outDir, path);
    if (read.kind !== "text" || !/^\s*\{/.test(read.text)) continue;
    files.push(path);
    for (const [listed, hash] of entriesOf(read.text)) {
      hashes.set(listed, (hashes.get(listed) ?? new Set()).add(hash));
    }
  }
  return { files, hashes };
}

/** Line by line, so that both sides of a merge conflict count. */
function entriesOf(text: string): [path: string, hash: string][] {
  const found = text.matchAll(/^\s*("(?:[^"\\]|\\.)*"): "([0-9a-f]{64})",?\r?$/gm);
  return [...found].flatMap(([, name = "", hash = ""]): [string, string][] => {
    const path = textOf(name);
    // A path that leads out of the tree was never written by us.
    const isInside = path?.split("/").every((part) => !["", ".", ".."].includes(part));
    return path !== undefined && isInside === true ? [[path, hash]] : [];
  });
}

function textOf(json: string): string | undefined {
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}
