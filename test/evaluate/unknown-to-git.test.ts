import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { flakeAbove } from "../../src/evaluate/nixpkgs/flake-above.js";
import { unknownToGit } from "../../src/evaluate/unknown-to-git.js";
import { folderWith } from "../support/program.js";

function repository(files: Readonly<Record<string, string>>): string {
  const folder = folderWith({ "flake.nix": "{ }\n", ...files });
  git(folder, "init", "-q");
  return folder;
}

function git(folder: string, ...words: readonly string[]): void {
  execFileSync("git", words, { cwd: folder, stdio: "ignore" });
}

test("names new files with the command that adds them, until they are added", async () => {
  const folder = repository({
    "containers/default.nix": "{ }\n",
    "containers/it's.nix": "{ }\n",
    "web.nix": "{ }\n",
    "notes.txt": "of no matter\n",
  });
  const paths = [join(folder, "containers"), join(folder, "web.nix"), "/elsewhere"];
  const problems = await unknownToGit(folder, paths, folder);
  expect(problems).toMatchObject([
    {
      code: "NP514",
      message:
        "git does not know `containers/default.nix`, `containers/it's.nix`, `web.nix`, so the flake does not see them",
    },
  ]);
  const hint = problems[0]?.hint ?? "";
  expect(hint).toMatch(/^git add /);
  // The hint is a command that works as it is.
  execFileSync("sh", ["-c", hint], { cwd: folder, stdio: "ignore" });
  expect(await unknownToGit(folder, paths, folder)).toEqual([]);
  // Known is enough: what has changed since, a flake sees.
  writeFileSync(join(folder, "web.nix"), "{ a = 1; }\n");
  expect(await unknownToGit(folder, paths, folder)).toEqual([]);
});

test("ignored files are another matter", async () => {
  const folder = repository({ "containers/web.nix": "{ }\n", ".gitignore": "containers/\n" });
  const [problem] = await unknownToGit(folder, [join(folder, "containers")], folder);
  expect(problem?.message).toMatch(/^\.gitignore excludes `containers\/(?:web\.nix)?`/);
});

test("many files are counted", async () => {
  const names = Array.from({ length: 9 }, (_, index) => `containers/c${String(index)}.nix`);
  const folder = repository(Object.fromEntries(names.map((name) => [name, "{ }\n"])));
  const [problem] = await unknownToGit(folder, [join(folder, "containers")], folder);
  expect(problem?.message).toMatch(/`containers\/c4\.nix`, 4 more, so the flake/);
});

test("without a repository there is nothing to know", async () => {
  const folder = folderWith({ "flake.nix": "{ }\n", "containers/web.nix": "{ }\n" });
  expect(await unknownToGit(folder, [join(folder, "containers")], folder)).toEqual([]);
});

test("the flake is the nearest one within the repository", () => {
  const outer = folderWith({ "flake.nix": "", "a/b/c": "", "repo/.git/HEAD": "", "repo/d/e": "" });
  expect(flakeAbove(join(outer, "a/b"))).toBe(outer);
  expect(flakeAbove(join(outer, "repo/d"))).toBeUndefined();
});
