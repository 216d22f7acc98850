import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { findUpwards, isWithin } from "../../../src/load/cache/folders.js";
import { folderWith } from "../../support/program.js";

test("findUpwards: the folder itself, the nearest above, or none", () => {
  const folder = folderWith({ mark: "", "a/mark": "", "a/b/c/x": "" });
  expect(findUpwards(folder, "mark")).toBe(folder);
  expect(findUpwards(join(folder, "a/b/c"), "mark")).toBe(join(folder, "a"));
  expect(findUpwards(join(folder, "a"), join("b", "c"))).toBe(join(folder, "a"));
  expect(findUpwards("/", "no such name")).toBeUndefined();
});

test.each([
  ["/a/b", "/a", true],
  ["/a", "/a", true],
  ["/a/..b", "/a", true],
  ["/a/...", "/a", true],
  ["/", "/", true],
  ["/a", "/", true],
  ["/", "/a", false],
  ["/ab", "/a", false],
  ["/b/a", "/a", false],
])("isWithin(%j, %j) is %s", (path, folder, expected) => {
  expect(isWithin(path, folder)).toBe(expected);
});
