import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { execaSync } from "execa";
import { describeWith } from "../nix/support/tools.js";
import { goodConfig } from "../support/configs.js";
import { folderWith, nixpawn } from "../support/program.js";

const hint = "hint: git add containers: a flake does not see files that git does not know\n";

async function said(folder: string): Promise<string> {
  return (await nixpawn(folder, "generate")).stderr;
}

describeWith("git")("new files in a git repository", () => {
  function repository(files: Readonly<Record<string, string>>): string {
    const folder = folderWith({ "containers.ts": goodConfig, ".gitignore": ".cache\n", ...files });
    execaSync("git", ["init", "-q"], { cwd: folder });
    return folder;
  }

  test("are to be added, where there is a flake", async () => {
    const folder = repository({ "flake.nix": "" });
    expect(await said(folder)).toBe(`containers: 2 created\n${hint}`);
    expect(await said(folder)).toBe("containers: 2 unchanged\n");
  });

  test("are no concern where git knows them, or there is no flake", async () => {
    const known = repository({ "flake.nix": "" });
    await said(known);
    execaSync("git", ["add", "."], { cwd: known });
    rmSync(join(known, "containers"), { recursive: true });
    expect(await said(known)).toBe("containers: 2 created\n");
    expect(await said(repository({}))).toBe("containers: 2 created\n");
    expect(await said(folderWith({ "containers.ts": goodConfig, "flake.nix": "" }))).toBe(
      "containers: 2 created\n",
    );
  });

  test("that .gitignore excludes are named as such", async () => {
    const folder = repository({ "flake.nix": "", ".gitignore": ".cache\ncontainers\n" });
    expect(await said(folder)).toBe(
      "containers: 2 created\nhint: .gitignore excludes containers: a flake does not see files that git does not know\n",
    );
  });

  test("of a flake outside the repository do not count", async () => {
    const folder = folderWith({ "flake.nix": "", "inner/containers.ts": goodConfig });
    execaSync("git", ["init", "-q"], { cwd: join(folder, "inner") });
    expect(await said(join(folder, "inner"))).toBe("containers: 2 created\n");
  });
});

test("without git there is no hint and no trouble", async () => {
  const folder = folderWith({
    "containers.ts": goodConfig,
    "flake.nix": "",
    ".git/HEAD": "broken",
  });
  expect(await said(folder)).toBe("containers: 2 created\n");
});
