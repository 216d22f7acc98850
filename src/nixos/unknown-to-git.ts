import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { runProgram } from "../nix/program/run.js";
import { ProblemError, type Problem } from "../problems/problem.js";

/**
 * Files that a flake would not see because git does not know them (Nix issue 7107).
 * @param flake the folder of the flake
 * @param paths files and folders that it needs, absolute; those outside of it are no matter
 * @param cwd what paths in messages count from
 * @returns NP514 for files to be added, and for those that .gitignore excludes; none where there is
 *   no git, or no repository around the flake
 */
export async function unknownToGit(
  flake: string,
  paths: readonly string[],
  cwd: string,
): Promise<Problem[]> {
  const repository = repositoryAround(flake);
  if (repository === undefined) return [];
  const inside = paths.filter((path) => path.startsWith(`${repository}/`) || path === repository);
  if (inside.length === 0) return [];
  const flags = ["--porcelain", "-z", "--ignored", "--untracked-files=all"];
  const { exitCode, stdout } = await runProgram("git", ["status", ...flags, "--", ...inside], {
    cwd: repository,
  }).catch((error: unknown) => {
    // Nix needs git as well, and says so itself.
    if (error instanceof ProblemError) return { exitCode: undefined, stdout: "" };
    throw error;
  });
  if (exitCode !== 0) return [];
  const entries = stdout.split("\0").filter(Boolean);
  const marked = (mark: string): string[] =>
    entries
      .filter((one) => one.startsWith(mark))
      .map((one) => relative(cwd, join(repository, one.slice(3))));
  const untracked = marked("?? ");
  const ignored = marked("!! ");
  return [
    ...problemOf(untracked, "git does not know", `git add ${words(untracked)}`),
    ...problemOf(ignored, ".gitignore excludes", "take them out of .gitignore, and `git add` them"),
  ];
}

function problemOf(files: readonly string[], verb: string, hint: string): Problem[] {
  if (files.length === 0) return [];
  const few = files.slice(0, 5).map((one) => `\`${one}\``);
  const more = files.length > few.length ? [`${String(files.length - few.length)} more`] : [];
  return [
    {
      code: "NP514",
      severity: "error",
      message: `${verb} ${[...few, ...more].join(", ")}, so the flake does not see ${files.length === 1 ? "it" : "them"}`,
      hint,
    },
  ];
}

/** Files as words of a shell. */
function words(files: readonly string[]): string {
  return files
    .map((one) => (/^[\w./@%+=:,-]+$/.test(one) ? one : `'${one.replace(/'/g, "'\\''")}'`))
    .join(" ");
}

function repositoryAround(folder: string): string | undefined {
  for (let one = folder; ; one = dirname(one)) {
    if (existsSync(join(one, ".git"))) return one;
    if (one === dirname(one)) return undefined;
  }
}
