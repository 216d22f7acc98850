import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FactPaths } from "../../../src/load/bundle/bundle-dependencies.js";
import { folderWith } from "../../support/program.js";

test("what was changed in the very moment counts as changed since", () => {
  const file = join(folderWith({ "tsconfig.json": "{}" }), "tsconfig.json");
  const paths = new FactPaths();
  const moment = statSync(file).ctimeMs;
  expect(paths.changedSince(moment)).toBe(false);
  paths.files.add(file);
  expect(paths.changedSince(moment)).toBe(true);
  expect(paths.changedSince(moment - 1)).toBe(true);
  expect(paths.changedSince(moment + 1)).toBe(false);
  const absent = new FactPaths();
  absent.targets.add(`${file}.not-there`);
  expect(absent.changedSince(moment)).toBe(false);
});
