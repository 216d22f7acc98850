import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import type { CodeEntry } from "../../src/problems/code-entry.js";
import { problemCodes } from "../../src/problems/codes.js";

const page = readFileSync("docs/problems.md", "utf8");

test("docs/problems.md is up to date (else: npm run generate)", () => {
  const script = "scripts/generate-problem-docs.js";
  expect(page).toBe(execFileSync("node", [script, "--print"], { encoding: "utf8" }));
});

test.each(Object.entries<CodeEntry>(problemCodes))("%s is explained", (code, entry) => {
  expect(code).toMatch(/^NP\d{3}$/);
  expect(page.split("\n")).toContain(`### ${code}: ${entry.title}`);
  expect(entry.title).toMatch(/[^.]$/);
  expect(entry.cause).toMatch(/\.$/);
  expect(entry.cure).toMatch(/\.$/);
});
