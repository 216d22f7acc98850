import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { folderWith, nixpawn, root } from "../support/program.js";

interface Document {
  readonly version: number;
  readonly problems: readonly Readonly<Record<string, unknown>>[];
}

const schema = JSON.parse(readFileSync(`${root}schemas/problems.schema.json`, "utf8")) as object;
const validate = new Ajv2020({ strictTypes: false }).compile<Document>(schema);

function config(text: string): string {
  return `import { defineContainers, lib, nix } from "nixpawn";\n${text}`;
}

async function documentOf(files: Record<string, string>, ...words: string[]): Promise<Document> {
  const { stdout } = await nixpawn(folderWith(files), ...words, "--format", "json");
  const document: unknown = JSON.parse(stdout);
  if (!validate(document)) throw new Error(JSON.stringify([validate.errors, document]));
  return document;
}

const web = "privateNetwork: true, hostAddress: '10.0.0.1', localAddress: '10.0.0.2'";

describe("what --format json prints is of its schema", () => {
  test("without a problem, and with what a command answers beside them", async () => {
    const text = config(`export default defineContainers({ web: { ${web}, config: {} } });`);
    const document = await documentOf({ "containers.ts": text }, "generate", "--dry-run");
    expect(document).toMatchObject({ version: 1 });
    expect(Object.keys(document).length).toBeGreaterThan(2);
  });

  test.each([
    ["a mistyped option", `export default defineContainers({ web: { autoStrat: true } });`],
    [
      "a problem between two containers",
      `export default defineContainers({ a: { ${web}, config: {} }, b: { ${web}, config: {} } });`,
    ],
    ["a config that throws", `export default defineContainers(undefined as never);`],
    ["a misuse of an expression", `export default defineContainers({ a: { config: lib.x + 1 } });`],
    ["text that is no Nix", "export default defineContainers({ a: { config: nix`{ a = ` } });"],
    ["a syntax error", "export default {"],
  ])("%s", async (_what, text) => {
    const { problems } = await documentOf({ "containers.ts": config(text) }, "validate");
    expect(problems.length).toBeGreaterThan(0);
    for (const one of problems) expect(one).toHaveProperty("line");
  });

  test("a problem with other places has these too", async () => {
    const text = config(
      `export default defineContainers({ a: { ${web}, config: {} }, b: { ${web}, config: {} } });`,
    );
    const { problems } = await documentOf({ "containers.ts": text }, "validate");
    expect(problems.some(({ related }) => Array.isArray(related))).toBe(true);
  });

  test.each([
    ["no config", ["validate"]],
    ["an unknown option", ["validate", "--nonsense"]],
    ["an unknown command", ["nonsense"]],
    ["an unknown code", ["explain", "NP999"]],
  ])("%s", async (_what, words) => {
    const { problems } = await documentOf({}, ...words);
    expect(problems).toHaveLength(1);
  });
});

test("the schema takes no other version, nor a problem of another form", () => {
  const problem = { code: "NP101", severity: "error", message: "no" };
  expect(validate({ version: 1, problems: [problem] })).toBe(true);
  expect(validate({ version: 2, problems: [problem] })).toBe(false);
  expect(validate({ problems: [] })).toBe(false);
  for (const more of [{ code: "101" }, { severity: "bad" }, { line: 1 }, { other: 1 }]) {
    expect(validate({ version: 1, problems: [{ ...problem, ...more }] })).toBe(false);
  }
});
