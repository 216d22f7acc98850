import { closeSync, constants, existsSync, lstatSync, mkdirSync, openSync } from "node:fs";
import { basename, join } from "node:path";
import { ProblemError } from "../problems/problem.js";
import { obstacleProblem } from "./tree-problems.js";

/**
 * Does something to a file in a folder that is no link, nor below one: each folder on the way is
 * opened without following links, and what is done goes through the opened one, so that a link which
 * takes its place meanwhile leads nowhere (openat(2), by way of /proc/self/fd).
 * @param root absolute; it exists, and may be a link
 * @param path of the file, relative to `root`; folders above it are made
 * @param action given a path of the file for system calls
 * @throws ProblemError NP403
 */
export async function inRealFolder<Result>(
  root: string,
  path: string,
  action: (file: string) => Result | Promise<Result>,
): Promise<Result> {
  let opened = openSync(root, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const parts = path.split("/");
    let folder = root;
    for (const [index, part] of parts.slice(0, -1).entries()) {
      const way = parts.slice(0, index + 1).join("/");
      const next = openOrMake(root, way, join(through(opened, folder), part));
      closeSync(opened);
      opened = next;
      folder = join(folder, part);
    }
    return await action(join(through(opened, folder), basename(path)));
  } finally {
    closeSync(opened);
  }
}

/** A path by which an opened folder is reached, whatever its name leads to by now. */
function through(descriptor: number, folder: string): string {
  const own = `/proc/self/fd/${String(descriptor)}`;
  return existsSync(own) ? own : folder;
}

function openOrMake(root: string, path: string, folder: string): number {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const open = (): number => openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    return open();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      mkdirSync(folder);
      return open();
    }
    if (code !== "ELOOP" && code !== "ENOTDIR") throw error;
    const what = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    throw new ProblemError([obstacleProblem(root, { path, what: what ? "a link" : "a file" })]);
  }
}
