import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findUpwards } from "../load/cache/folders.js";

/** What git keeps while a merge, a rebase or its like waits for conflicts to be mended. */
const marks = [
  "MERGE_HEAD",
  "CHERRY_PICK_HEAD",
  "REVERT_HEAD",
  "rebase-merge",
  "rebase-apply",
] as const;

/**
 * Whether git is in the middle of a merge around a folder: one side of a file may have been taken as it
 * is, which then lacks what the other side has.
 * @param folder absolute
 */
export function isMerging(folder: string): boolean {
  const root = findUpwards(folder, ".git");
  if (root === undefined) return false;
  const git = gitFolder(root);
  return marks.some((name) => existsSync(join(git, name)));
}

/** In a worktree of its own, or a submodule, `.git` is a file that names the folder. */
function gitFolder(root: string): string {
  const own = join(root, ".git");
  try {
    const [, named] = /^gitdir: (.*)$/m.exec(readFileSync(own, "utf8")) ?? [];
    return named === undefined ? own : resolve(root, named);
  } catch {
    return own;
  }
}
