import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";
import { root } from "../support/program.js";

test("docs/api.txt shows the public types as they were built (`npm run api` writes it)", async () => {
  const script = join(root, "scripts/api-report.js");
  const { stdout } = await execa(process.execPath, [script, "--print"], {
    stripFinalNewline: false,
    env: { NODE_OPTIONS: "" },
  });
  expect(stdout.split("\n")).toEqual(readFileSync(join(root, "docs/api.txt"), "utf8").split("\n"));
});
