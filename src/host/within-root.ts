import { lstatSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ProblemError } from "../problems/problem.js";

/**
 * Looks at the folders that lead to a file in a container's root, which is in the hands of the
 * container: a link in place of one would lead to the host's own files.
 * @param root absolute path of the root
 * @param path absolute path of a file in it
 * @throws ProblemError NP736
 */
export function demandWithin(root: string, path: string): void {
  const at = strayFolder(root, path);
  if (at === undefined) return;
  throw new ProblemError([
    {
      code: "NP736",
      severity: "error",
      message: `${at} is no folder of the container's own: nothing is written there`,
      hint: "a link in the container may lead to files of the host; remove it",
    },
  ]);
}

/** The first that is there and is no folder. */
export function strayFolder(root: string, path: string): string | undefined {
  let at = root;
  for (const part of relative(root, dirname(path)).split("/")) {
    at = join(at, part);
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isDirectory()) return at;
  }
  return undefined;
}
