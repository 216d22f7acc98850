import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { transform } from "esbuild";
import { execa } from "execa";
import { buildSettings } from "../nix/support/nix.js";
import { describeWith } from "../nix/support/tools.js";
import { folderWith, root } from "../support/program.js";

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

describe("the examples of docs/nix.md have the types", () => {
  let folder = "";
  beforeAll(() => {
    folder = installed({
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "es2023",
          module: "nodenext",
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          noEmit: true,
          types: ["node"],
        },
        include: ["*.ts"],
      }),
      ...Object.fromEntries(examples.map(({ name, source }) => [`${name}.ts`, source])),
    });
  });

  test("of the built package", async () => {
    const { stdout } = await execa(
      process.execPath,
      [join(root, "node_modules/typescript/bin/tsc"), "-p", folder],
      { reject: false },
    );
    expect(stdout).toBe("");
  });
});
