import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { processIdentity } from "../../src/tree/process-identity.js";
import { replaceFile, writeTemporary } from "../../src/tree/replace-file.js";
import { folderWith } from "../support/program.js";

test("a file is replaced, and what killed runs left of it is removed", async () => {
  const folder = folderWith({ "a.conf": "old", "ab.conf.nixpawn-tmp-1-1-00": "another file's" });
  const { pid } = spawnSync("true");
  const half = join(folder, `a.conf.nixpawn-tmp-${String(pid)}-12345-0123456789ab`);
  writeFileSync(half, "ha");
  writeFileSync(join(folder, "a.conf.nixpawn-tmp-0123456789ab"), "of an older nixpawn");
  const ofThisRun = await writeTemporary(join(folder, "a.conf"), "half");
  await replaceFile(join(folder, "a.conf"), "new");
  expect(readFileSync(join(folder, "a.conf"), "utf8")).toBe("new");
  expect(
    readdirSync(folder)
      .map((name) => join(folder, name))
      .sort(),
  ).toEqual([join(folder, "a.conf"), ofThisRun, join(folder, "ab.conf.nixpawn-tmp-1-1-00")].sort());
});

test("a process is told from a later one of the same number", () => {
  expect(processIdentity(process.pid)).toMatch(/^\d+ \d+$/);
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  const { pid } = spawnSync("true");
  expect(processIdentity(pid)).toBe(`${String(pid)} gone`);
});
