import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import ts from "typescript";
import { root } from "../support/program.js";
import { complaints, editorOf } from "../support/typescript.js";

interface Schema {
  readonly description: string;
  readonly default?: unknown;
  readonly examples: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}
const schema = JSON.parse(readFileSync(`${root}schemas/container.schema.json`, "utf8")) as Schema;
const options = Object.entries(schema.properties ?? {});

test("there are the 29 options of nixpkgs, hostInterface and resourceControl", () => {
  expect(options).toHaveLength(31);
});

/** The schema as far as types can say it: forms of strings and ranges of numbers are beyond them. */
function asTypes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asTypes);
  const { "x-type": templates } = value as { readonly "x-type"?: string };
  if (templates?.includes("${") === true) return { type: "string", pattern: patternOf(templates) };
  const beyond = new Set(["pattern", "format", "minLength", "minimum", "maximum", "propertyNames"]);
  return Object.fromEntries(
    Object.entries(value)
      // What is `not` allowed are forms of strings, too; no option is called so.
      .filter(([key, inner]) => key !== "not" && (!beyond.has(key) || typeof inner === "object"))
      .map(([key, inner]) => [key, asTypes(inner)]),
  );
}

/** What a union of template types takes: `cap_${string}` | `${number}`. */
function patternOf(templates: string): string {
  const one = (template: string): string =>
    template
      .replace(/^`|`$/g, "")
      .replaceAll("${string}", ".*")
      .replaceAll("${number}", "-?[0-9.]+");
  return `^(?:${templates.split(" | ").map(one).join("|")})$`;
}
const ajv = new Ajv2020({ strict: false });
const accepts = ajv.compile(asTypes(schema) as object);

/** Values of every kind, in the forms that options of lists and sets take. */
const values: readonly unknown[] = [
  true,
  "text",
  "no",
  7,
  null,
  [],
  ["text"],
  [7],
  [true],
  ["CAP_NET_ADMIN"],
  [{ hostPort: 80 }],
  [{ hostPort: "80" }],
  [{ hostPort: 80, protocol: "icmp" }],
  [{ node: "/dev/fuse", modifier: "rw" }],
  [{ node: "/dev/fuse" }],
  {},
  { a: "text" },
  { a: 7 },
  { a: {} },
  { a: { hostPath: "/b" } },
  { a: { hostPath: 7 } },
  { a: { hostBridge: "br0" } },
  { a: { hostBridge: ["br0"] } },
];

type Line = readonly [text: string, fits: boolean];

/** Lines with a value each of an option, and whether TypeScript should take it. */
function linesOf(name: string, option: Schema): readonly Line[] {
  const lines: Line[] = [];
  const add = (text: string, fits: boolean): void => {
    lines.push([
      `export const v${String(lines.length)}: ContainerOptions = { ${name}: ${text} };`,
      fits,
    ]);
  };
  add("nix`x`", true);
  add("pkgs.x", true);
  add("lib.f(1)", true);
  add("config.a.b", true);
  add('file("./x")', true);
  add("undefined", true);
  add("Symbol()", false);
  add("new Date()", false);
  if ("default" in option) add(JSON.stringify(option.default), true);
  for (const example of option.examples) add(JSON.stringify(example), true);
  // A module may be nearly anything; test/authoring/types.test.ts has its forms.
  if (name !== "config")
    for (const value of values) add(JSON.stringify(value), accepts({ [name]: value }));
  return lines;
}
const linesOfAll = new Map(options.map(([name, option]) => [name, linesOf(name, option)]));
const fileOf = (name: string): string => `/x/${name}.ts`;

/** What TypeScript says of all options: one file each, one program for all. */
function complaintsOfAll(exact: boolean) {
  const head = 'import { config, file, lib, nix, pkgs, type ContainerOptions } from "nixpawn";';
  const end = "export { config, file, lib, nix, pkgs };";
  const texts = Array.from(linesOfAll, ([name, lines]) => [
    fileOf(name),
    [head, ...lines.map(([line]) => line), end].join("\n"),
  ]);
  return complaints(Object.fromEntries(texts) as Readonly<Record<string, string>>, {
    exactOptionalPropertyTypes: exact,
  });
}

describe.each([false, true])("types and schema agree (exactOptionalPropertyTypes %s)", (exact) => {
  let all: ReturnType<typeof complaintsOfAll>;
  beforeAll(() => {
    all = complaintsOfAll(exact);
  });

  test("nothing else is said", () => {
    const files = options.map(([name]) => fileOf(name));
    expect(all.filter(({ file }) => !files.includes(file))).toEqual([]);
  });

  test.each([...linesOfAll])("%s", (name, lines) => {
    const found = all.filter(({ file }) => file === fileOf(name));
    const refused = new Set(found.map((one) => one.line));
    expect(lines.filter((_line, index) => refused.has(index + 2)).map(([line]) => line)).toEqual(
      lines.filter(([, fits]) => !fits).map(([line]) => line),
    );
  });
});

describe("in an editor", () => {
  const path = "/x/containers.ts";
  const head =
    'import { defineContainers } from "nixpawn";\nexport default defineContainers({ web: { ';
  const text = `${head}${options.map(([name]) => `${name}: undefined`).join(", ")} } });`;
  let editor: ts.LanguageService;
  beforeAll(() => {
    editor = editorOf(path, text);
  });

  test.each(options)("%s shows what it is, its default and an example", (name, option) => {
    const found = editor.getQuickInfoAtPosition(path, text.indexOf(`${name}: undefined`));
    // Its type is that of the value, by which functions are held to the options, too.
    expect(ts.displayPartsToString(found?.displayParts)).toContain(`(property) ${name}: undefined`);
    expect(ts.displayPartsToString(found?.documentation)).toBe(option.description);
    const tags = (found?.tags ?? []).map(
      (tag) => [tag.name, JSON.parse(ts.displayPartsToString(tag.text)) as unknown] as const,
    );
    expect(tags).toEqual([
      ...("default" in option ? [["default", option.default]] : []),
      ...option.examples.map((example) => ["example", example]),
    ]);
    expect(option.examples.length).toBeGreaterThan(0);
  });

  test("options within options are explained where they are offered", () => {
    const inner =
      'import { defineContainers } from "nixpawn";\ndefineContainers({ web: { forwardPorts: [{ hostPort: 1,  }] } });';
    const at = inner.indexOf("1, ") + 3;
    const info = editorOf(path, inner).getCompletionEntryDetails(
      path,
      at,
      "containerPort",
      undefined,
      undefined,
      undefined,
      undefined,
    );
    expect(ts.displayPartsToString(info?.documentation)).toBe(
      schema.$defs?.forwardPort?.properties?.containerPort?.description,
    );
  });

  test("every option is offered", () => {
    const open = `${head} } });`;
    const found = editorOf(path, open).getCompletionsAtPosition(path, head.length, {});
    expect(found?.entries.map((one) => one.name).sort()).toEqual(
      options.map(([name]) => name).sort(),
    );
  });

  test("names of the other containers are offered", () => {
    const start =
      'import { defineContainers } from "nixpawn";\ndefineContainers({ db: {}, mail: {}, web: ({ containers }) => ({ hostBridge: containers.';
    const found = editorOf(path, `${start} }) });`).getCompletionsAtPosition(
      path,
      start.length,
      {},
    );
    expect(found?.entries.map((one) => one.name).sort()).toEqual(["db", "mail", "web"]);
  });

  test("what a config file imports is explained", () => {
    const names = ["defineContainers", "file", "nix", "pkgs", "lib", "config"];
    const imports = `import { ${names.join(", ")} } from "nixpawn";`;
    const open = editorOf(path, imports);
    for (const name of names) {
      const info = open.getQuickInfoAtPosition(path, imports.indexOf(` ${name}`) + 1);
      expect([name, ts.displayPartsToString(info?.documentation)]).toEqual([
        name,
        expect.stringMatching(/.{30}/),
      ]);
    }
  });
});
