import { readFileSync, utimesSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { textOf, writeText } from "../../src/host/container-files.js";
import { folderWith } from "../support/program.js";

test("a text is written with its folders, and only where it is another", async () => {
  const file = join(folderWith({}), "etc/nixos-containers/web.conf");
  expect(textOf(file)).toBeUndefined();
  await writeText(file, "A=1\n");
  utimesSync(file, 1000, 1000);
  await writeText(file, "A=1\n");
  expect(statSync(file).mtimeMs).toBe(1_000_000);
  await writeText(file, "A=2\n");
  expect(statSync(file).mtimeMs).not.toBe(1_000_000);
  expect(readFileSync(file, "utf8")).toBe("A=2\n");
});
