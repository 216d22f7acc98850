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

const system = 'system: { stateVersion: "26.05" }';

/** Configs with one mistake that several values have, and how it is told. */
const mistakes: readonly (readonly [
  what: string,
  containers: string,
  told: string,
  end?: string,
])[] = [
  [
    "a file in the defaults",
    "a: shared, b: shared, c: shared",
    "NP056 `file` names `./gone.nix`, which does not exist",
    ', { defaults: { config: { imports: [file("./gone.nix")] } } }',
  ],
  [
    "a template in several options of one container",
    `a: { config: { x: bad, y: bad, z: [bad], ${system} } }`,
    "NP308 this is no Nix: expected an expression, found the end",
  ],
  [
    "a template in several containers",
    `a: { config: { x: bad, y: bad, ${system} } }, b: { config: { z: bad, ${system} } }`,
    "NP308 this is no Nix: expected an expression, found the end; the same in `b`",
  ],
  [
    "a template of a function",
    `a: { config: { x: made(1), y: made(2), z: made(3), ${system} } }`,
    "NP308 this is no Nix: expected an expression, found `;`",
  ],
  [
    "a value of a template of a function",
    `a: { config: { x: hole(NaN), y: hole(NaN), ${system} } }`,
    "NP302 this is `NaN`, which Nix does not know",
  ],
  [
    "a value of an object",
    `a: { config: { x: object, y: object, ${system} } }`,
    "NP302 this is `NaN`, which Nix does not know",
  ],
  [
    "a path that a template names twice",
    `a: { config: { x: nix\`[ ./gone.nix ./gone.nix ]\`, ${system} } }`,
    "NP056 there is no `./gone.nix`, which the template names",
  ],
];

test.each(mistakes)(
  "one mistake in %s is one problem",
  async (_what, containers, told, end = "") => {
    const head = [
      'import { file, nix } from "nixpawn";',
      shared,
      "const bad = nix`1 +`;",
      "const made = (value: number) => nix`{ a = ${value}; b = ; }`;",
      "const hole = (value: number) => nix`{ a = ${value}; }`;",
      "const object = { v: NaN };",
    ].join("\n");
    expect(await found(define(containers, head, end))).toEqual([told]);
  },
);

test("the same mistake at two places is two problems", async () => {
  const containers = `a: { config: { x: nix\`1 +\`, y: nix\`1 +\`, ${system} } }`;
  expect(await found(define(containers, 'import { nix } from "nixpawn";'))).toHaveLength(2);
  const values = `a: { config: { x: NaN, y: NaN, ${system} } }`;
  expect(await found(define(values, ""))).toHaveLength(2);
});
