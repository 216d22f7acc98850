import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { format, resolveConfig } from "prettier";
import { problemCodes } from "../../src/problems/codes.js";
import type { CodeEntry } from "../../src/problems/code-entry.js";
import { problemDocs } from "../../src/problems/docs.js";

test("docs/problems.md lists every code (else: npm run generate)", async () => {
  const path = "docs/problems.md";
  const options = (await resolveConfig(path)) ?? {};
  const expected = await format(problemDocs(problemCodes), { ...options, parser: "markdown" });
  expect(await readFile(path, "utf8")).toBe(expected);
});

test.each(Object.entries<CodeEntry>(problemCodes))("%s is explained", (code, entry) => {
  expect(code).toMatch(/^NP\d{3}$/);
  expect(entry.title).toMatch(/[^.]$/);
  expect(entry.cause).toMatch(/\.$/);
  expect(entry.cure).toMatch(/\.$/);
});

test("a code outside the known groups is refused", () => {
  const entry = { title: "", cause: "", cure: "" };
  expect(() => problemDocs({ NP777: entry })).toThrow("NP777");
});
