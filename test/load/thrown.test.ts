import { expect, test } from "@jest/globals";
import { configOf, state } from "../support/configs.js";
import { folderWith, nixpawn } from "../support/program.js";

const files = {
  "node_modules/pkg/package.json": '{ "type": "module", "exports": "./index.js" }',
  "node_modules/pkg/index.js": "export const label = (value) => `${value}-x`;\n",
  "own.ts": "export const label = (value: any) => `${value}-x`;\n",
};

test.each([
  [
    "pkg",
    "while it is loaded",
    "const text = label(pkgs.curl);",
    `web: { ${state} }`,
    "called from here: containers.ts:3:14",
  ],
  [
    "pkg",
    "in a function",
    "const text = () => label(pkgs.curl);",
    `web: () => (text(), { ${state} })`,
    "called from here: containers.ts:3:20",
  ],
])(
  "what is thrown in a package names the user's line: %s, %s",
  async (from, _when, line, containers, said) => {
    const head = `import { label } from "${from}";\n${line}\n`;
    const folder = folderWith({ ...files, "containers.ts": configOf(containers, head) });
    const { stderr } = await nixpawn(folder, "validate");
    expect(stderr).toMatch(/^error NP310: [^\n]*\n {2}node_modules\/pkg\/index\.js:1:\d+/);
    expect(stderr).toContain(said);
  },
);

test("in a file of the user's own the place is enough", async () => {
  const head = 'import { label } from "./own.js";\nconst text = label(pkgs.curl);\n';
  const folder = folderWith({ ...files, "containers.ts": configOf(`web: { ${state} }`, head) });
  const { stderr } = await nixpawn(folder, "validate");
  expect(stderr).toMatch(/^error NP310: [^\n]*\n {2}own\.ts:1:\d+/);
  expect(stderr).not.toContain("called from here");
});
