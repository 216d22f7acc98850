import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProblemError, type Problem } from "../problems/problem.js";
import { systemReason } from "../problems/system-reason.js";
import type { Tree } from "../targets/target.js";
import { compareTree, obstacles, type TreeChanges } from "./compare.js";
import { lockOf, withLock } from "./lock.js";
import { replaceFile, temporaryMark, writeTemporary } from "./replace-file.js";
import { manifestFolder, manifestName, manifestText, pendingName } from "./manifest.js";

export interface WriteOptions {
  /** Overwrite files that were edited by hand or are not ours. */
  readonly force: boolean;
}

/**
 * Brings the folder to the state of the tree.
 *
 * Killed at any point, every file has its old or its new content, and the next run ends the work:
 * a pending manifest with the new hashes is on disk before the first file changes, so the files of
 * either state are known as ours.
 * @throws ProblemError NP401 … NP405
 */
export async function writeTree(
  outDir: string,
  tree: Tree,
  options: WriteOptions,
): Promise<TreeChanges> {
  try {
    // A run that has nothing to write leaves everything as it is, the lock included.
    const before = await compareTree(outDir, tree);
    const folder = manifestFolder(outDir, tree);
    if (isDone(before) && !(await holdsLeftovers(outDir, tree))) return before;
    await mkdir(folder, { recursive: true });
    return await withLock(folder, () => writeLocked(outDir, tree, options));
  } catch (error) {
    throw error instanceof ProblemError ? error : cannotWrite(outDir, error);
  }
}

async function writeLocked(
  outDir: string,
  tree: Tree,
  options: WriteOptions,
): Promise<TreeChanges> {
  const folder = manifestFolder(outDir, tree);
  await removeLeftovers(outDir, tree);
  const changes = await compareTree(outDir, tree);
  // What --force may overwrite is a file; it never removes a folder or follows a link.
  const standing = obstacles(changes, options.force);
  if (standing.length > 0) throw new ProblemError(standing);
  const files = new Map(tree.files.map((one) => [one.path, one]));
  const todo = [...changes.created, ...changes.changed];
  if (todo.length > 0 || changes.removed.length > 0) {
    await replaceFile(join(folder, pendingName), manifestText(tree));
    // Everything is on disk before anything changes: a full disk leaves the old tree.
    const ready: [temporary: string, final: string][] = [];
    try {
      for (const path of todo) {
        const final = join(outDir, path);
        await mkdir(dirname(final), { recursive: true });
        const { text = "", executable = false } = files.get(path) ?? {};
        ready.push([await writeTemporary(final, text, executable), final]);
      }
    } catch (error) {
      await Promise.all(ready.map(([temporary]) => rm(temporary, { force: true })));
      await rm(join(folder, pendingName), { force: true });
      throw error;
    }
    for (const [temporary, final] of ready) await rename(temporary, final);
    for (const path of changes.removed) await rm(join(outDir, path), { force: true });
  }
  if (changes.manifestStale) await replaceFile(join(folder, manifestName), manifestText(tree));
  await rm(join(folder, pendingName), { force: true });
  return changes;
}

function isDone({ created, changed, removed, problems, manifestStale }: TreeChanges): boolean {
  const nothing = [created, changed, removed, problems].every((list) => list.length === 0);
  return nothing && !manifestStale;
}

/** Whether a run that wrote here was killed, or is at work. */
async function holdsLeftovers(outDir: string, tree: Tree): Promise<boolean> {
  const folder = manifestFolder(outDir, tree);
  if (existsSync(lockOf(folder)) || existsSync(join(folder, pendingName))) return true;
  return (await temporaries(outDir, tree)).length > 0;
}

async function removeLeftovers(outDir: string, tree: Tree): Promise<void> {
  for (const file of await temporaries(outDir, tree)) await rm(file, { force: true });
}

/** Temporary files of a run that was killed, in the folders that the tree has files in. */
async function temporaries(outDir: string, tree: Tree): Promise<string[]> {
  const folders = new Set([
    manifestFolder(outDir, tree),
    ...tree.files.map(({ path }) => join(outDir, dirname(path))),
  ]);
  const found: string[] = [];
  for (const folder of folders) {
    // Of a folder that is not there, nothing is left over.
    const names = await readdir(folder).catch((): string[] => []);
    found.push(
      ...names.filter((name) => name.includes(temporaryMark)).map((name) => join(folder, name)),
    );
  }
  return found;
}

function cannotWrite(outDir: string, error: unknown): ProblemError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const problem: Problem = {
    code: "NP404",
    severity: "error",
    message: `cannot write ${outDir}: ${systemReason(error as NodeJS.ErrnoException)}`,
    details: message,
  };
  return new ProblemError([problem]);
}
