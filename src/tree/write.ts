import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "../load/cache/make-folder.js";
import { NP404 } from "../problems/codes/tree.js";
import { ProblemError } from "../problems/problem.js";
import { systemReason } from "../problems/system-reason.js";
import type { GeneratedFile, Tree } from "../targets/target.js";
import { compareTree, obstacles, type TreeChanges } from "./compare.js";
import { pathsAt } from "./left-over.js";
import { lockOf, withLock } from "./lock.js";
import { inRealFolder } from "./real-folder.js";
import { temporaryMark, writeTemporary } from "./replace-file.js";

const temporaryName = new RegExp(temporaryMark);

export interface WriteOptions {
  /** Overwrite files that were edited by hand or are not ours. */
  readonly force: boolean;
}

/**
 * Brings the folder to the state of the tree.
 *
 * Killed at any point, every file has its old or its new content, each of which says that it is
 * nixpawn's, and the next run ends the work. Nothing is written, removed or read through a link.
 * @throws ProblemError NP401 … NP405, NP408
 */
export async function writeTree(
  outDir: string,
  tree: Tree,
  options: WriteOptions,
): Promise<TreeChanges> {
  try {
    // A run that has nothing to write leaves everything as it is, the lock included.
    const before = compareTree(outDir, tree);
    if (isDone(before) && !holdsLeftovers(outDir, tree)) return before;
    refuse(before, options);
    makeFolder(outDir);
    const folder = join(outDir, tree.ownFolder ?? "");
    if (tree.ownFolder === undefined) {
      return await withLock(folder, () => writeLocked(outDir, tree, options));
    }
    return await inRealFolder(outDir, tree.ownFolder, () =>
      withLock(folder, () => writeLocked(outDir, tree, options)),
    );
  } catch (error) {
    throw error instanceof ProblemError ? error : cannotWrite(outDir, error);
  }
}

async function writeLocked(
  outDir: string,
  tree: Tree,
  options: WriteOptions,
): Promise<TreeChanges> {
  await removeLeftovers(outDir, tree);
  const changes = compareTree(outDir, tree);
  refuse(changes, options);
  const files = new Map(tree.files.map((one) => [one.path, one]));
  const todo = [...changes.created, ...changes.changed].flatMap((path) => files.get(path) ?? []);
  const temporaries = await writeTemporaries(outDir, todo);
  for (const [path, temporary] of temporaries) {
    await inRealFolder(outDir, path, (file) => rename(join(dirname(file), temporary), file));
  }
  for (const path of changes.removed) await remove(outDir, path);
  return changes;
}

/**
 * Everything is on disk before anything changes: a full disk leaves the old tree.
 * @returns the names of temporary files by the path that they are for
 */
async function writeTemporaries(
  outDir: string,
  files: readonly GeneratedFile[],
): Promise<ReadonlyMap<string, string>> {
  const ready = new Map<string, string>();
  try {
    for (const { path, text, executable = false } of files) {
      const write = (file: string): Promise<string> => writeTemporary(file, text, executable);
      ready.set(path, basename(await inRealFolder(outDir, path, write)));
    }
    return ready;
  } catch (error) {
    for (const [path, name] of ready) await remove(outDir, join(dirname(path), name));
    throw error;
  }
}

async function remove(outDir: string, path: string): Promise<void> {
  await inRealFolder(outDir, path, (file) => rm(file, { force: true }));
}

/** What --force may overwrite is a file; it never removes a folder or follows a link. */
function refuse(changes: TreeChanges, { force }: WriteOptions): void {
  const standing = obstacles(changes, force);
  if (standing.length > 0) throw new ProblemError(standing);
}

function isDone({ created, changed, removed, problems }: TreeChanges): boolean {
  return [created, changed, removed, problems].every((list) => list.length === 0);
}

/** Whether a run that wrote here was killed, or is at work. */
function holdsLeftovers(outDir: string, tree: Tree): boolean {
  const lock = lockOf(join(outDir, tree.ownFolder ?? ""));
  return existsSync(lock) || temporaries(outDir, tree).length > 0;
}

async function removeLeftovers(outDir: string, tree: Tree): Promise<void> {
  for (const path of temporaries(outDir, tree)) await remove(outDir, path);
}

/** Temporary files of a run that was killed, in the folders that the tree may have files in. */
function temporaries(outDir: string, tree: Tree): string[] {
  const above = new Set(tree.files.map(({ path }) => dirname(path)));
  const own = [...above].map((folder) => (folder === "." ? [] : folder.split("/")));
  const folders = [...tree.places.map((place) => place.slice(0, -1)), ...own];
  return pathsAt(
    outDir,
    folders.map((folder) => [...folder, temporaryName]),
  );
}

function cannotWrite(outDir: string, error: unknown): ProblemError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const reason = systemReason(error as NodeJS.ErrnoException);
  return new ProblemError([NP404.failed({ folder: outDir, reason }, { details: message })]);
}
