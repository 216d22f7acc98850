import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import { complaints } from "../support/typescript.js";

/** Files of the fixtures folder by absolute path. */
function fixtures(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const path = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
      return [path, readFileSync(path, "utf8")];
    }),
  );
}

const { CommonJS, NodeNext, Preserve, ESNext } = ts.ModuleKind;

/** Sets of flags that a project may be held to, beside `strict`. */
const flags: readonly (readonly [name: string, options: ts.CompilerOptions])[] = [
  ["strict alone", {}],
  ["exactOptionalPropertyTypes", { exactOptionalPropertyTypes: true }],
  ["noUncheckedIndexedAccess", { noUncheckedIndexedAccess: true }],
  ["noPropertyAccessFromIndexSignature", { noPropertyAccessFromIndexSignature: true }],
  ["verbatimModuleSyntax", { verbatimModuleSyntax: true }],
  [
    "isolatedModules",
    { isolatedModules: true, module: ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  ],
  ["erasableSyntaxOnly", { erasableSyntaxOnly: true }],
  ["skipLibCheck off", { skipLibCheck: false }],
  ["declarations", { declaration: true, noEmit: false, emitDeclarationOnly: true }],
  [
    "all of @tsconfig/strictest",
    {
      allowUnusedLabels: false,
      allowUnreachableCode: false,
      exactOptionalPropertyTypes: true,
      noFallthroughCasesInSwitch: true,
      noImplicitOverride: true,
      noImplicitReturns: true,
      noPropertyAccessFromIndexSignature: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
    },
  ],
];

test.each(flags)("with %s: what is right is accepted, every mistake is found", (_name, options) => {
  const found = complaints(fixtures("good.ts", "wrong.ts", "references.ts"), options);
  // That flag alone forbids dots before names that only Nix knows.
  const dots = found.filter((one) => one.message.includes("must be accessed with ['"));
  expect(found.filter((one) => !dots.includes(one))).toEqual([]);
  const forbidsDots =
    options.noPropertyAccessFromIndexSignature === true && !options.noUncheckedIndexedAccess;
  expect(dots.length > 0).toBe(forbidsDots);
});

test("where dots are forbidden, brackets do", () => {
  const [path = ""] = Object.keys(fixtures("references.ts"));
  const text = readFileSync(path, "utf8");
  const chains = /\b(pkgs|lib|config|inputs)((?:\.[a-zA-Z0-9]+)+)/g;
  const brackets = text.replace(
    chains,
    (_all, first: string, rest: string) => `${first}${rest.replace(/\.([a-zA-Z0-9]+)/g, '["$1"]')}`,
  );
  expect(brackets).toContain('pkgs["python3"]["pkgs"]["requests"]');
  const options = { noPropertyAccessFromIndexSignature: true };
  expect(complaints({ [path]: brackets }, options)).toEqual([]);
});

test("a reference is no plain value, and is applied to values only", () => {
  const text = [
    'import { lib, pkgs } from "nixpawn";',
    "const number: number = pkgs.a;",
    'if (pkgs.a === "x") throw number;',
    "lib.mkForce(new Date());",
    "lib.mkForce(() => 1);",
    "pkgs.a = 1;",
    "const text: string = pkgs.users.name;",
    "const count: number = pkgs.list.length;",
    "export const attributes = [text, count, pkgs.a.bind.apply, pkgs.a.arguments.caller.call];",
  ];
  const found = complaints({ "/x/wrong.ts": text.join("\n") });
  expect([...new Set(found.map((one) => one.line))]).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

test("functions that serve several containers, and what they need of the others", () => {
  const text = `import { defineContainers, type ContainerArguments, type ContainerOptions } from "nixpawn";
    const plain = ({ name }: { name: string }): ContainerOptions => ({ localAddress: name });
    const given = ({ name }: ContainerArguments<string, string>): ContainerOptions => ({ localAddress: name });
    const generic = <Name extends string, Names extends string>({ name }: ContainerArguments<Name, Names>): ContainerOptions => ({ localAddress: name });
    const needsDb = ({ containers }: ContainerArguments<string, "db">): ContainerOptions => ({ hostBridge: containers.db.hostBridge });
    export const all = defineContainers({ plain, given, generic, needsDb, db: ({ containers }) => ({ hostBridge: containers.plain.hostBridge }) });
    export const without = defineContainers({ plain, needsDb });
    export const wrong = defineContainers({ generic, web: ({ containers }) => ({ hostBridge: containers.db.hostBridge }) });`;
  const found = complaints({ "/x/containers.ts": text });
  expect(found.map((one) => one.line)).toEqual([7, 8]);
});

test("a wrong config is shown at its own line", () => {
  const text = `import { defineContainers } from "nixpawn";
    export default defineContainers({
      web: {
        autoStart: true,
        autoStrat: true,
      },
      db: ({ containers }) => ({
        localAddress: containers.dbb.localAddress,
      }),
    });`;
  const found = complaints({ "/x/containers.ts": text });
  expect(found.map((one) => one.line)).toEqual([5, 8]);
  expect(found[0]?.message).toContain('UnknownOption<"autoStrat", "autoStart">');
  expect(found[1]?.message).toContain("Property 'dbb' does not exist");
});

test("CommonJS files of TypeScript take the types as well", () => {
  const text = `import { defineContainers } from "nixpawn"; export default defineContainers({});`;
  for (const module of [CommonJS, NodeNext, Preserve]) {
    expect(complaints({ "/x/containers.cts": text }, { module })).toEqual([]);
  }
});
