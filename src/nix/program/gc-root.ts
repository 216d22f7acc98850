import { readlinkSync } from "node:fs";
import { resolve } from "node:path";

/** What keeps what is made from the garbage collector. */
export interface RootOptions {
  /** The link to the first path; further ones are `root-2`, `root-3`, … */
  readonly root?: string | undefined;
  readonly cwd?: string | undefined;
}

/** Asks for a root. `--indirect` is what newer versions always do. */
export function rootFlags({ root, cwd = process.cwd() }: RootOptions): readonly string[] {
  return root === undefined ? [] : ["--add-root", resolve(cwd, root), "--indirect"];
}

/** The store paths in the lines that Nix printed: with a root, it prints the links. */
export function storePaths(printed: string, cwd = process.cwd()): readonly string[] {
  return printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => linkTarget(resolve(cwd, line)));
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return path;
  }
}
