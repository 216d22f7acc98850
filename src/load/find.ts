import { statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { NP001, NP002 } from "../problems/codes/config.js";
import { ProblemError } from "../problems/problem.js";
import { realFolder } from "./cache/real-path.js";

/** Names of config files; of several in one folder the first here is taken. */
export const configNames: readonly string[] = ["containers", "nixpawn.config"].flatMap((stem) =>
  ["ts", "mts", "js", "mjs", "json"].map((extension) => `${stem}.${extension}`),
);

/**
 * The absolute path of the config file, its folder without symbolic links.
 * @param cwd where the search starts; it goes upwards
 * @param given a file, or a folder to look in, relative to `cwd`: no search then
 * @throws ProblemError NP001 when there is none, NP002 when the given one does not exist
 */
export function findConfig(cwd: string, given?: string): string {
  return realFolder(find(cwd, given));
}

function find(cwd: string, given: string | undefined): string {
  if (given !== undefined) return findGiven(resolve(cwd, given), given);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = inFolder(folder);
    if (found !== undefined) return found;
    if (folder === dirname(folder)) break;
  }
  throw new ProblemError([NP001.none({ folder: resolve(cwd) })]);
}

/** Where a config would have been found that was not: one such place. */
export function expectedConfig(cwd: string, given?: string): string {
  const path = resolve(cwd, given ?? ".");
  return given !== undefined && extname(path) !== "" ? path : join(path, configNames[0] ?? "");
}

function findGiven(path: string, given: string): string {
  if (isFile(path)) {
    if (/\.(?:[cm]?[jt]sx?|json)$/.test(path)) return path;
    throw new ProblemError([NP002.ofAnotherKind({ path: given })]);
  }
  const found = inFolder(path);
  if (found !== undefined) return found;
  throw new ProblemError([NP002.absent({ path: given })]);
}

function inFolder(folder: string): string | undefined {
  for (const name of configNames) {
    const path = join(folder, name);
    if (isFile(path)) return path;
  }
  return undefined;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
