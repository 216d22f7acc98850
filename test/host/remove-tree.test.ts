import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { mountsIn, removeTree } from "../../src/host/remove-tree.js";
import { folderWith } from "../support/program.js";

const mountinfo = [
  "22 1 0:20 / / rw - ext4 /dev/sda rw",
  "23 22 0:21 / /var/lib/nixos-containers/web/data rw - ext4 /dev/sda rw",
  "24 22 0:21 / /var/lib/nixos-containers/web/a\\040b\\134 rw - ext4 /dev/sda rw",
  "25 22 0:21 / /var/lib/nixos-containers/webber rw - ext4 /dev/sda rw",
].join("\n");

test("mounts in a folder, and not of those whose names begin alike", () => {
  expect(mountsIn("/var/lib/nixos-containers/web", mountinfo)).toEqual([
    "/var/lib/nixos-containers/web/data",
    "/var/lib/nixos-containers/web/a b\\",
  ]);
  expect(mountsIn("/srv", mountinfo)).toEqual([]);
});

test("links are removed, not followed", async () => {
  const folder = folderWith({ "mine/x": "1", "web/y": "2" });
  symlinkSync(join(folder, "mine"), join(folder, "web/link"));
  await removeTree(join(folder, "web"));
  expect(existsSync(join(folder, "web"))).toBe(false);
  expect(readFileSync(join(folder, "mine/x"), "utf8")).toBe("1");
  await removeTree(join(folder, "web"));
});

test("folders that may not be written to are removed all the same", async () => {
  const folder = folderWith({});
  mkdirSync(join(folder, "web/empty"), { recursive: true, mode: 0o555 });
  writeFileSync(join(folder, "web/file"), "", { mode: 0o400 });
  await removeTree(join(folder, "web"));
  expect(existsSync(join(folder, "web"))).toBe(false);
});
