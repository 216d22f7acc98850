import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Tree } from "../../src/targets/target.js";
import { textFile } from "../../src/targets/text-file.js";
import { manifestName, pendingName } from "../../src/tree/manifest.js";
import { writeTree } from "../../src/tree/write.js";
import { filesIn, folderWith } from "../support/program.js";

const plain = { force: false };
const tree = (...paths: readonly string[]): Tree => ({
  manifestFolder: "etc/own",
  files: paths.map((path) => textFile(path, `${path}\n`, path.startsWith("bin/"))),
});

test("a tree may keep its manifest within, and has programs", async () => {
  const folder = folderWith({ "etc/theirs": "x" });
  const both = tree("bin/run", "etc/a/b.conf");
  expect(await writeTree(folder, both, plain)).toMatchObject({
    created: ["bin/run", "etc/a/b.conf"],
  });
  expect(Object.keys(filesIn(folder))).toEqual([
    "bin/run",
    "etc/a/b.conf",
    `etc/own/${manifestName}`,
    "etc/theirs",
  ]);
  expect(statSync(join(folder, "bin/run")).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, "etc/a/b.conf")).mode & 0o777).toBe(0o644);
  expect((await writeTree(folder, both, plain)).unchanged).toHaveLength(2);

  expect(await writeTree(folder, tree("bin/run"), plain)).toMatchObject({
    removed: ["etc/a/b.conf"],
  });
  expect(existsSync(join(folder, "etc/theirs"))).toBe(true);
});

test("a program that cannot be run is written again", async () => {
  const folder = folderWith({});
  await writeTree(folder, tree("bin/run"), plain);
  const file = join(folder, "bin/run");
  chmodSync(file, 0o644);
  expect(await writeTree(folder, tree("bin/run"), plain)).toMatchObject({ changed: ["bin/run"] });
  expect(statSync(file).mode & 0o111).toBe(0o111);
});

test("what a killed run left in any of its folders goes", async () => {
  const folder = folderWith({});
  const one = tree("etc/a/b.conf");
  await writeTree(folder, one, plain);
  const left = join(folder, "etc/a/b.conf.nixpawn-tmp-0123456789ab");
  writeFileSync(left, "half");
  writeFileSync(join(folder, "etc/own", pendingName), '{ "version": 1, "files": {} }');
  await writeTree(folder, one, plain);
  expect(Object.keys(filesIn(folder))).toEqual(["etc/a/b.conf", `etc/own/${manifestName}`]);
});

test("one config does not remove the files of another, while that is there", async () => {
  const folder = folderWith({ "one.ts": "", "two.ts": "" });
  const one = { ...tree("etc/one.conf", "etc/both"), config: "one.ts" };
  const two = { ...tree("etc/two.conf", "etc/both"), config: "two.ts" };
  await writeTree(folder, one, plain);
  const before = filesIn(folder);
  const refusal = {
    problems: [{ code: "NP407", details: expect.stringContaining("etc/one.conf") }],
  };
  await expect(writeTree(folder, two, plain)).rejects.toMatchObject(refusal);
  expect(filesIn(folder)).toEqual(before);
  // What removes nothing is no loss.
  await writeTree(
    folder,
    { ...tree("etc/one.conf", "etc/both", "etc/more"), config: "two.ts" },
    plain,
  );
  expect(await writeTree(folder, one, { force: true })).toMatchObject({ removed: ["etc/more"] });
  expect(await writeTree(folder, two, { force: true })).toMatchObject({
    removed: ["etc/one.conf"],
  });

  // A config that was renamed is the same.
  await writeTree(folder, one, { force: true });
  rmSync(join(folder, "one.ts"));
  expect(await writeTree(folder, two, plain)).toMatchObject({ removed: ["etc/one.conf"] });
});
