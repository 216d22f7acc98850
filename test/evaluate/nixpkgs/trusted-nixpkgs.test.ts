import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { trustedIdentity } from "../../../src/evaluate/nixpkgs/trusted-nixpkgs.js";
import { folderWith } from "../../support/program.js";

function git(folder: string, ...given: string[]): void {
  const author = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  execFileSync("git", [...author, ...given], { cwd: folder, stdio: "pipe" });
}

function checkout(): string {
  const folder = folderWith({ "nixos/default.nix": "1", ".gitignore": "ignored\n" });
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  return folder;
}

describe("trustedIdentity", () => {
  test("trusts a store path by its name", async () => {
    const path = "/nix/store/0c5b8vw40dy178xlpddw65q9gf1h2186-source";
    expect(await trustedIdentity(path)).toBe(path);
    expect(await trustedIdentity("/nix/storeroom/0c5b8vw40dy178xlpddw65q9gf1h2186-x")).toBe(
      undefined,
    );
  });

  test("trusts a clean checkout by its revision", async () => {
    const folder = checkout();
    const before = await trustedIdentity(folder);
    expect(before).toMatch(/^git [0-9a-f]{40} [0-9a-f]{40}$/);
    git(folder, "commit", "-q", "--allow-empty", "-m", "two");
    expect(await trustedIdentity(folder)).toMatch(/^git /);
    expect(await trustedIdentity(folder)).not.toBe(before);
  });

  test("trusts a folder of a checkout if that folder is clean", async () => {
    const folder = checkout();
    writeFileSync(join(folder, "outside"), "");
    expect(await trustedIdentity(join(folder, "nixos"))).toMatch(/^git /);
    expect(await trustedIdentity(folder)).toBeUndefined();
  });

  test.each<[string, (folder: string) => void]>([
    [
      "an edit",
      (folder) => {
        writeFileSync(join(folder, "nixos/default.nix"), "2");
      },
    ],
    [
      "a new file",
      (folder) => {
        writeFileSync(join(folder, "nixos/new.nix"), "2");
      },
    ],
    [
      "an ignored file, which Nix reads all the same",
      (folder) => {
        writeFileSync(join(folder, "ignored"), "2");
      },
    ],
    [
      "a missing file",
      (folder) => {
        rmSync(join(folder, "nixos/default.nix"));
      },
    ],
    [
      "no commit",
      (folder) => {
        rmSync(join(folder, ".git"), { recursive: true });
        git(folder, "init", "-q");
      },
    ],
  ])("does not trust a checkout with %s", async (_name, change) => {
    const folder = checkout();
    change(folder);
    expect(await trustedIdentity(folder)).toBeUndefined();
  });

  test("does not trust a plain folder, nor a machine without git", async () => {
    expect(await trustedIdentity(folderWith({ "nixos/default.nix": "1" }))).toBeUndefined();
    const folder = checkout();
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      expect(await trustedIdentity(folder)).toBeUndefined();
    } finally {
      process.env.PATH = PATH;
    }
  });

  test("does not trust a folder that is ignored by the checkout around it", async () => {
    const folder = checkout();
    mkdirSync(join(folder, "ignored"));
    writeFileSync(join(folder, "ignored/x"), "");
    expect(await trustedIdentity(join(folder, "ignored"))).toBeUndefined();
  });
});
