import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fingerprint, NoFingerprint } from "../../../src/evaluate/remembered/fingerprint.js";
import { folderWith } from "../../support/program.js";

const files = { "a.nix": "1", "sub/b.txt": "two", "sub/deep/c": "" };

/** What may happen to a folder, each of which must change its fingerprint. */
const changes: Readonly<Record<string, (folder: string) => void>> = {
  "another content": (folder) => {
    writeFileSync(join(folder, "sub/b.txt"), "twO");
  },
  "a new file": (folder) => {
    writeFileSync(join(folder, "sub/new"), "");
  },
  "a new empty folder": (folder) => {
    mkdirSync(join(folder, "sub/empty"));
  },
  "a missing file": (folder) => {
    rmSync(join(folder, "sub/deep/c"));
  },
  "a file that may be run": (folder) => {
    chmodSync(join(folder, "a.nix"), 0o755);
  },
  "a link in place of a file": (folder) => {
    rmSync(join(folder, "a.nix"));
    symlinkSync("sub/b.txt", join(folder, "a.nix"));
  },
  "a renamed file": (folder) => {
    rmSync(join(folder, "a.nix"));
    writeFileSync(join(folder, "b.nix"), "1");
  },
  "content that moves from one file to the next": (folder) => {
    writeFileSync(join(folder, "a.nix"), "1two");
    writeFileSync(join(folder, "sub/b.txt"), "");
  },
};

describe("fingerprint", () => {
  test("is the same for the same files, wherever they are and whenever written", () => {
    expect(fingerprint(folderWith(files))).toBe(fingerprint(folderWith(files)));
  });

  test.each(Object.entries(changes))("changes with %s", (_name, change) => {
    const folder = folderWith(files);
    const before = fingerprint(folder);
    change(folder);
    expect(fingerprint(folder)).not.toBe(before);
  });

  test("changes with what a link leads to", () => {
    const folder = folderWith({ ...files, target: "old" });
    symlinkSync("../target", join(folder, "sub/link"));
    const before = fingerprint(join(folder, "sub"));
    writeFileSync(join(folder, "target"), "new");
    expect(fingerprint(join(folder, "sub"))).not.toBe(before);
  });

  test("does not look at git's own files", () => {
    const folder = folderWith(files);
    const before = fingerprint(folder);
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, ".git/index"), "x");
    expect(fingerprint(folder)).toBe(before);
  });

  test.each(["/dev/null", "/no/such/file"])("is refused for %s", (path) => {
    expect(() => fingerprint(path)).toThrow(NoFingerprint);
  });

  test("is refused for a folder that is too large, such as the root", () => {
    expect(() => fingerprint("/")).toThrow(NoFingerprint);
  });

  test("is refused for a link to a folder and one to nowhere", () => {
    const folder = folderWith(files);
    symlinkSync("sub", join(folder, "folder-link"));
    expect(() => fingerprint(folder)).toThrow(NoFingerprint);
    rmSync(join(folder, "folder-link"));
    symlinkSync("nowhere", join(folder, "dangling"));
    expect(() => fingerprint(folder)).toThrow(NoFingerprint);
  });
});
