import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { shortPath } from "./reporter.js";

/** Says so when a flake cannot see new files because git does not know them (Nix issue 7107). */
export async function hintUntracked(outDir: string, cwd: string): Promise<void> {
  if (!hasFlake(outDir)) return;
  const { runProgram } = await import("../nix/program/run.js");
  const question = ["ls-files", "--others", "--exclude-standard", "--", "."];
  // Without git there is no repository to see.
  const listed = await runProgram("git", question, { cwd: outDir }).catch(() => undefined);
  if (listed?.exitCode !== 0 || listed.stdout === "") return;
  process.stderr.write(
    `hint: git add ${shortPath(outDir, cwd)}: a flake does not see files that git does not know\n`,
  );
}

function hasFlake(folder: string): boolean {
  for (let one = folder; ; one = dirname(one)) {
    if (existsSync(join(one, "flake.nix"))) return true;
    if (existsSync(join(one, ".git")) || one === dirname(one)) return false;
  }
}
