import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProblemError, type Problem } from "../problems/problem.js";
import { systemReason } from "../problems/system-reason.js";
import type { Tree } from "../targets/target.js";
import { compareTree, obstacles, type TreeChanges } from "./compare.js";
import { lockOf, withLock } from "./lock.js";
import { replaceFile, temporaryMark, writeTemporary } from "./replace-file.js";
import { manifestName, manifestText, pendingName } from "./manifest.js";

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
    if (isDone(before) && !(await holdsLeftovers(outDir))) return before;
    await mkdir(outDir, { recursive: true });
    return await withLock(outDir, () => writeLocked(outDir, tree, options));
  } catch (error) {
    throw error instanceof ProblemError ? error : cannotWrite(outDir, error);
  }
}

async function writeLocked(
  outDir: string,
  tree: Tree,
  options: WriteOptions,
): Promise<TreeChanges> {
  await removeLeftovers(outDir);
  const changes = await compareTree(outDir, tree);
  // What --force may overwrite is a file; it never removes a folder or follows a link.
  const standing = obstacles(changes, options.force);
  if (standing.length > 0) throw new ProblemError(standing);
  const files = new Map(tree.files.map((one) => [one.path, one]));
  const todo = [...changes.created, ...changes.changed];
  if (todo.length > 0 || changes.removed.length > 0) {
    await replaceFile(join(outDir, pendingName), manifestText(tree));
    // Everything is on disk before anything changes: a full disk leaves the old tree.
    const ready: [temporary: string, final: string][] = [];
    try {
      for (const path of todo) {
        const final = join(outDir, path);
        await mkdir(dirname(final), { recursive: true });
        ready.push([await writeTemporary(final, files.get(path)?.text ?? ""), final]);
      }
    } catch (error) {
      await Promise.all(ready.map(([temporary]) => rm(temporary, { force: true })));
      await rm(join(outDir, pendingName), { force: true });
      throw error;
    }
    for (const [temporary, final] of ready) await rename(temporary, final);
    for (const path of changes.removed) await rm(join(outDir, path), { force: true });
  }
  if (changes.manifestStale) await replaceFile(join(outDir, manifestName), manifestText(tree));
  await rm(join(outDir, pendingName), { force: true });
  return changes;
}

function isDone({ created, changed, removed, problems, manifestStale }: TreeChanges): boolean {
  const nothing = [created, changed, removed, problems].every((list) => list.length === 0);
  return nothing && !manifestStale;
}

/** Whether a run that wrote here was killed, or is at work. */
async function holdsLeftovers(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  if (existsSync(lockOf(folder))) return true;
  return names.some((name) => name === pendingName || name.includes(temporaryMark));
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.includes(temporaryMark)) await rm(join(folder, name), { force: true });
  }
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
