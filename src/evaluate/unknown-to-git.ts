import { join, relative } from "node:path";
import { findUpwards, isWithin } from "../load/cache/folders.js";
import { runProgram } from "../nix/program/run.js";
import { NP514 } from "../problems/codes/nixos.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { shellWord } from "../problems/shell-words.js";

/** Files that git does not have, and so a flake does not see (Nix issue 7107). Absolute paths. */
export interface UnknownFiles {
  /** Never added. */
  readonly untracked: readonly string[];
  /** Excluded by .gitignore, also whole folders. */
  readonly ignored: readonly string[];
}

/**
 * Looks for files that git does not know.
 * @param paths files and folders, absolute; what is outside of the repository is no matter
 * @param folder in the repository
 * @returns none where there is no repository, or no git
 */
export async function unknownFiles(
  paths: readonly string[],
  folder: string,
): Promise<UnknownFiles> {
  const none = { untracked: [], ignored: [] };
  const repository = findUpwards(folder, ".git");
  if (repository === undefined) return none;
  const inside = paths.filter((path) => isWithin(path, repository));
  if (inside.length === 0) return none;
  const flags = ["--porcelain", "-z", "--ignored", "--untracked-files=all"];
  const run = await runProgram("git", ["status", ...flags, "--", ...inside], {
    cwd: repository,
  }).catch((error: unknown) => {
    // Nix needs git as well, and says so itself.
    if (error instanceof ProblemError) return undefined;
    throw error;
  });
  if (run?.exitCode !== 0) return none;
  const entries = run.stdout.split("\0");
  const marked = (mark: string): string[] =>
    entries.filter((one) => one.startsWith(mark)).map((one) => join(repository, one.slice(3)));
  return { untracked: marked("?? "), ignored: marked("!! ") };
}

/**
 * Problems for files that a flake needs and would not see.
 * @param flake the folder of the flake
 * @param paths files and folders that it needs, absolute
 * @param cwd what paths in messages count from
 * @returns NP514 for files to be added, and for those that .gitignore excludes
 */
export async function unknownToGit(
  flake: string,
  paths: readonly string[],
  cwd: string,
): Promise<Problem[]> {
  const found = await unknownFiles(paths, flake);
  const untracked = found.untracked.map((path) => relative(cwd, path));
  const ignored = found.ignored.map((path) => relative(cwd, path));
  return [
    ...(untracked.length === 0
      ? []
      : [NP514.untracked({ ...shown(untracked), words: untracked.map(shellWord).join(" ") })]),
    ...(ignored.length === 0 ? [] : [NP514.ignored(shown(ignored))]),
  ];
}

/** Some of the files, and how many more. */
function shown(files: readonly string[]): { readonly files: string; readonly isOne: boolean } {
  const few = files.slice(0, 5).map((one) => `\`${one}\``);
  const more = files.length > few.length ? [`${String(files.length - few.length)} more`] : [];
  return { files: [...few, ...more].join(", "), isOne: files.length === 1 };
}
