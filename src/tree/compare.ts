import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Problem } from "../problems/problem.js";
import { firstDifference } from "./first-difference.js";
import { contentHash } from "../config/content-hash.js";
import type { Tree } from "../targets/target.js";
import {
  manifestConfig,
  manifestFolder,
  manifestName,
  manifestText,
  readManifest,
} from "./manifest.js";

/** How a tree on disk differs from the one that was generated. Paths are relative, sorted. */
export interface TreeChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Whether the manifest has to be written, even with no file changed. */
  readonly manifestStale: boolean;
  /** Files that are not as nixpawn left them, or are not nixpawn's. */
  readonly problems: readonly Problem[];
}

/** Compares without changing anything. */
export async function compareTree(outDir: string, tree: Tree): Promise<TreeChanges> {
  const folder = manifestFolder(outDir, tree);
  const manifest = await readManifest(folder);
  const changes = {
    created: [] as string[],
    changed: [] as string[],
    removed: [] as string[],
    unchanged: [] as string[],
    problems: [] as Problem[],
  };
  for (const file of tree.files) {
    const { path, hash, executable = false } = file;
    const state = readState(join(outDir, path));
    if (state === "missing") changes.created.push(path);
    else if (state === "in the way") changes.problems.push(inTheWay(outDir, path));
    else if (contentHash(state) === hash) {
      const done = !executable || canRun(join(outDir, path));
      (done ? changes.unchanged : changes.changed).push(path);
    } else {
      changes.changed.push(path);
      if (!isOurs(manifest.get(path), state)) {
        changes.problems.push(notOurs(outDir, path, manifest.has(path), state, file.text));
      }
    }
  }
  const wanted = new Set(tree.files.map((one) => one.path));
  for (const path of [...manifest.keys()].sort()) {
    if (wanted.has(path)) continue;
    const state = readState(join(outDir, path));
    if (state === "missing") continue;
    changes.removed.push(path);
    if (state === "in the way") changes.problems.push(inTheWay(outDir, path));
    else if (!isOurs(manifest.get(path), state)) {
      changes.problems.push(notOurs(outDir, path, true, state));
    }
  }
  changes.problems.push(...(await ofAnotherConfig(outDir, tree, changes.removed)));
  const manifestStale = readState(join(folder, manifestName)) !== manifestText(tree);
  return { ...changes, manifestStale };
}

/** What keeps the tree from being written: with `force`, only what is no plain file. */
export function obstacles({ problems }: TreeChanges, force: boolean): readonly Problem[] {
  return problems.filter((one) => !force || one.code === "NP403");
}

/** Files that would be removed although there is a config that has them still: NP407. */
async function ofAnotherConfig(
  outDir: string,
  tree: Tree,
  removed: readonly string[],
): Promise<Problem[]> {
  if (tree.config === undefined || removed.length === 0) return [];
  const other = await manifestConfig(manifestFolder(outDir, tree));
  if (other === undefined || other === tree.config || !existsSync(resolve(outDir, other)))
    return [];
  return [
    {
      code: "NP407",
      severity: "error",
      message: `${outDir} has the files of another config, ${resolve(outDir, other)}`,
      hint: "write this one elsewhere, or join the configs; `--force` replaces the other's files",
      details: `They would be removed:\n${removed.map((path) => `  ${path}`).join("\n")}`,
    },
  ];
}

/**
 * A text, or why there is none. No generated text is one of these words. Read in turn: for so many
 * small files, handing each to another thread takes several times as long.
 */
function readState(file: string): string {
  try {
    if (!lstatSync(file).isFile()) return "in the way";
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "missing";
    return "in the way";
  }
}

function canRun(file: string): boolean {
  return (statSync(file).mode & 0o100) !== 0;
}

function isOurs(hashes: ReadonlySet<string> | undefined, text: string): boolean {
  // Git may have checked the file out with CRLF; it is ours all the same.
  return (
    hashes?.has(contentHash(text)) === true ||
    hashes?.has(contentHash(text.replace(/\r\n/g, "\n"))) === true
  );
}

/** @param wanted what nixpawn would write in its place, if anything */
function notOurs(
  outDir: string,
  path: string,
  known: boolean,
  text: string,
  wanted?: string,
): Problem {
  const start = known && wanted !== undefined ? firstDifference(text, wanted) : undefined;
  const place = { file: join(outDir, path), start: start ?? { line: 1, column: 1 } };
  return known
    ? {
        code: "NP401",
        severity: "error",
        message: `the generated file \`${path}\` was edited by hand`,
        hint: "move the edit into the config; `nixpawn generate --force` overwrites the file",
        place,
      }
    : {
        code: "NP402",
        severity: "error",
        message: `\`${path}\` is in the way: nixpawn did not write it`,
        hint: `${text.startsWith("# Generated by nixpawn") ? "it looks generated, but the manifest does not know it; " : ""}move it away, or overwrite it with \`nixpawn generate --force\``,
        place,
      };
}

function inTheWay(outDir: string, path: string): Problem {
  return {
    code: "NP403",
    severity: "error",
    message: `\`${path}\` is no plain file, or cannot be read`,
    hint: "a folder, a link or a file without permission is in the place of a generated file; move it away",
    place: { file: join(outDir, path), start: { line: 1, column: 1 } },
  };
}
