import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { transform } from "esbuild";
import { execa } from "execa";
import ts from "typescript";
import { buildSettings } from "../nix/support/nix.js";
import { describeWith } from "../nix/support/tools.js";
import { folderWith, root } from "../support/program.js";
import { complaints } from "../support/typescript.js";

const page = readFileSync(join(root, "docs/nix.md"), "utf8");

/** Each example, and what the page says that it prints. */
const examples = Array.from(
  page.matchAll(/^```ts\n([^]*?)^```\n(?:\n```text\n([^]*?)^```\n)?/gm),
  ([, source = "", printed], index) => ({ name: `example ${String(index + 1)}`, source, printed }),
);

/** A folder of somebody who has installed nixpawn. */
function installed(files: Readonly<Record<string, string>>): string {
  const folder = folderWith({ "package.json": '{ "type": "module" }', ...files });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/nixpawn"));
  symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"));
  return folder;
}

test("every example tells what it prints", () => {
  expect(examples.length).toBeGreaterThan(7);
  for (const { printed } of examples) expect(printed).toBeDefined();
});

describeWith("nix-instantiate")("the examples of docs/nix.md print what it says", () => {
  test.each(examples)("$name", async ({ source, printed }) => {
    const folder = installed({});
    const { code } = await transform(source, { loader: "ts", format: "esm" });
    writeFileSync(join(folder, "example.js"), code);
    const { stdout } = await execa(process.execPath, ["example.js"], {
      cwd: folder,
      env: { ...buildSettings, NODE_OPTIONS: "" },
    });
    expect(`${stdout}\n`).toBe(printed);
  });
});

test("the examples of docs/nix.md have the types of the built package", () => {
  const folder = installed({});
  // The one mistake that has to be found.
  const wrong = 'import { nixVersion } from "nixpawn/nix";\nexport const x: string = nixVersion();';
  const files = {
    ...Object.fromEntries(
      examples.map(({ name, source }) => [join(folder, `${name}.ts`), source] as const),
    ),
    [join(folder, "wrong.ts")]: wrong,
  };
  const found = complaints(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: ["node"],
    paths: {},
  });
  expect(found).toMatchObject([{ file: join(folder, "wrong.ts"), line: 2 }]);
});
