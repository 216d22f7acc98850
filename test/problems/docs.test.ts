import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import type { Explanation } from "../../src/problems/code.js";
import { problemCodes } from "../../src/problems/codes.js";

const page = readFileSync("docs/problems.md", "utf8");

test("docs/problems.md is up to date (else: npm run generate)", () => {
  const script = "scripts/generate-problem-docs.js";
  expect(page).toBe(execFileSync("node", [script, "--print"], { encoding: "utf8" }));
});

const groups = readdirSync("src/problems/codes");

test.each(groups)("every code in %s is exported by its own name", async (file) => {
  const group = (await import(`../../src/problems/codes/${file}`)) as Record<
    string,
    { id: string }
  >;
  expect(Object.values(group).map(({ id }) => id)).toEqual(Object.keys(group));
  const type = readFileSync("src/problems/problem-code.generated.ts", "utf8");
  for (const name of Object.keys(group)) {
    expect(problemCodes).toHaveProperty(name);
    expect(type).toContain(`| "${name}"`);
  }
});

test.each(Object.entries<Explanation>(problemCodes))("%s is explained", (code, entry) => {
  expect(code).toMatch(/^NP\d{3}$/);
  expect(page.split("\n")).toContain(`### ${code}: ${entry.title}`);
  expect(entry.title).toMatch(/[^.]$/);
  expect(entry.cause).toMatch(/\.$/);
  expect(entry.cure).toMatch(/\.$/);
});
