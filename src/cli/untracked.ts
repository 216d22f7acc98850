import { shellWord } from "../problems/shell-words.js";
import { shortPath } from "./reporter.js";

/** Says so when a flake cannot see new files because git does not know them (Nix issue 7107). */
export async function hintUntracked(outDir: string, cwd: string): Promise<void> {
  const { flakeAbove } = await import("../evaluate/nixpkgs/flake-above.js");
  if (flakeAbove(outDir) === undefined) return;
  const { unknownFiles } = await import("../evaluate/unknown-to-git.js");
  const { untracked, ignored } = await unknownFiles([outDir], outDir);
  const folder = shortPath(outDir, cwd);
  const why = "a flake does not see files that git does not know";
  if (untracked.length > 0) process.stderr.write(`hint: git add ${shellWord(folder)}: ${why}\n`);
  if (ignored.length > 0) process.stderr.write(`hint: .gitignore excludes ${folder}: ${why}\n`);
}
