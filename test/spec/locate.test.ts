import { expect, test } from "@jest/globals";
import { configOf, state } from "../support/configs.js";
import { problemsOf } from "../support/program.js";

const found = async (source: string): Promise<string[]> =>
  (await problemsOf({ "containers.ts": source })).map((one) => `${one.code} ${one.message}`);

const define = (containers: string, head: string, settings = ""): string =>
  `import { defineContainers } from "nixpawn";\n${head}\nexport default defineContainers({ ${containers} }${settings});`;
const shared = `const shared: any = { ${state} };`;

test("one mistake in the defaults is one problem, which names the containers", async () => {
  const names = (count: number): string =>
    ["a", "b", "c", "d", "e", "f"]
      .slice(0, count)
      .map((name) => `${name}: shared`)
      .join(", ");
  const settings = ", { defaults: { autoStrat: true } as any }";
  const message = "NP102 container `a` has no option `autoStrat`";
  for (const [count, rest] of [
    [1, ""],
    [2, "; the same in `b`"],
    [3, "; the same in `b` and `c`"],
    [4, "; the same in `b`, `c` and `d`"],
    [6, "; the same in `b`, `c` and 3 more"],
  ] as const) {
    expect(await found(define(names(count), shared, settings))).toEqual([`${message}${rest}`]);
  }
});

test("one mistake in an object or a function that containers share is one problem", async () => {
  const object = `const one: any = { enableTun: "yes", ${state} };`;
  expect(await found(define("a: one, b: one", object))).toEqual([
    expect.stringMatching(/^NP103 `enableTun` .*; the same in `b`$/),
  ]);
  const made = `const make = (): any => ({ enableTun: "yes", ${state} });`;
  expect(await found(define("a: make(), b: make()", made))).toEqual([
    expect.stringMatching(/^NP103 `enableTun` .*; the same in `b`$/),
  ]);
});

test("what differs in more than the container's name stays apart", async () => {
  const made = `const make = (text: string): any => ({ enableTun: text, ${state} });`;
  expect(await found(define('a: make("x"), b: make("y")', made))).toHaveLength(2);
  const twice = configOf(`a: { enableTun: "x", ${state} }, b: { enableTun: "x", ${state} }`);
  expect(await found(twice)).toHaveLength(2);
});
