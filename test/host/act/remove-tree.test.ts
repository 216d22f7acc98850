import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { demandNoMounts, mountsIn, removeTree } from "../../../src/host/act/remove-tree.js";
import { thisHost } from "../../../src/host/system/this-host.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { folderWith } from "../../support/program.js";

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

test("a root that is mounted itself counts", () => {
  expect(mountsIn("/var/lib/nixos-containers/webber", mountinfo)).toEqual([
    "/var/lib/nixos-containers/webber",
  ]);
});

test("the folder of roots may be a link: the kernel names what it leads to", () => {
  const folder = folderWith({ "data/web/x": "" });
  symlinkSync(join(folder, "data"), join(folder, "containers"));
  symlinkSync(join(folder, "data/web"), join(folder, "data/link"));
  const info = `22 1 0:20 / ${folder}/data/web/srv rw - ext4 /dev/sda rw`;
  expect(mountsIn(join(folder, "containers/web"), info)).toEqual([`${folder}/data/web/srv`]);
  // Of a link itself nothing is removed but the link.
  expect(mountsIn(join(folder, "containers/link"), info)).toEqual([]);
});

test.each([
  [["/c/web/data"], "umount /c/web/data"],
  [["/c/web/data", "/c/web/srv"], "umount /c/web/data /c/web/srv"],
  [["/c/web", "/c/web/data", "/c/web/data/more"], "umount -R /c/web"],
  [["/c/web/a", "/c/web/a/b", "/c/web/ab"], "umount -R /c/web/a /c/web/ab"],
  // One over the other.
  [["/c/web/a", "/c/web/a"], "umount /c/web/a /c/web/a"],
  [["/c/web/it's\\040here"], `umount '/c/web/it'\\''s here'`],
])("%j is unmounted by one command", (mounts, command) => {
  const info = mounts.map((one) => `22 1 0:20 / ${one} rw - ext4 /dev/sda rw`).join("\n");
  const proc = folderWith({ "self/mountinfo": info });
  const hints: unknown[] = [];
  try {
    demandNoMounts({ system: { ...thisHost, proc } }, "/c/web");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    hints.push(...error.problems.map(({ code, hint }) => [code, hint]));
  }
  expect(hints).toEqual([["NP719", `unmount it first: ${command}`]]);
});

test("of a root that is a link only the link goes, also of one that leads nowhere", async () => {
  const folder = folderWith({ "mine/x": "1" });
  for (const target of ["mine", "nowhere"]) {
    symlinkSync(join(folder, target), join(folder, "web"));
    await removeTree({ system: thisHost }, join(folder, "web"));
    expect(lstatSync(join(folder, "web"), { throwIfNoEntry: false })).toBeUndefined();
  }
  expect(readFileSync(join(folder, "mine/x"), "utf8")).toBe("1");
});

test("links are removed, not followed", async () => {
  const folder = folderWith({ "mine/x": "1", "web/y": "2" });
  symlinkSync(join(folder, "mine"), join(folder, "web/link"));
  await removeTree({ system: thisHost }, join(folder, "web"));
  expect(existsSync(join(folder, "web"))).toBe(false);
  expect(readFileSync(join(folder, "mine/x"), "utf8")).toBe("1");
  await removeTree({ system: thisHost }, join(folder, "web"));
});

test("folders that may not be written to are removed all the same", async () => {
  const folder = folderWith({});
  mkdirSync(join(folder, "web/empty"), { recursive: true, mode: 0o555 });
  writeFileSync(join(folder, "web/file"), "", { mode: 0o400 });
  await removeTree({ system: thisHost }, join(folder, "web"));
  expect(existsSync(join(folder, "web"))).toBe(false);
});
