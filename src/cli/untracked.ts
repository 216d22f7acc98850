import { findUpwards, isWithin } from "../config/folders.js";
import { shortPath } from "./reporter.js";

/** Says so when a flake cannot see new files because git does not know them (Nix issue 7107). */
export async function hintUntracked(outDir: string, cwd: string): Promise<void> {
  if (!hasFlake(outDir)) return;
  const { runProgram } = await import("../nix/program/run.js");
  const question = ["status", "--porcelain", "--ignored", "--untracked-files=all", "--", "."];
  // Without git there is no repository to see.
  const status = await runProgram("git", question, { cwd: outDir }).catch(() => undefined);
  if (status?.exitCode !== 0) return;
  const marks = new Set(status.stdout.split("\n").map((line) => line.slice(0, 2)));
  const folder = shortPath(outDir, cwd);
  const why = "a flake does not see files that git does not know";
  if (marks.has("??")) process.stderr.write(`hint: git add ${folder}: ${why}\n`);
  if (marks.has("!!")) process.stderr.write(`hint: .gitignore excludes ${folder}: ${why}\n`);
}

function hasFlake(folder: string): boolean {
  const flake = findUpwards(folder, "flake.nix");
  const repository = findUpwards(folder, ".git");
  return flake !== undefined && (repository === undefined || isWithin(flake, repository));
}
