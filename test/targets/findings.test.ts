import { posix } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { nix } from "../../src/index.js";
import type { Problem } from "../../src/problems/problem.js";
import { bindContainer } from "../../src/plan/names/bind-container.js";
import { containerSyntax } from "../../src/plan/container-syntax.js";
import { hostArguments } from "../../src/plan/names/host-arguments.js";
import { TemplateMeanings } from "../../src/plan/names/template-meanings.js";
import type { Plan, PlannedContainer } from "../../src/plan/plan.js";
import { containersTarget } from "../../src/targets/containers.js";
import type { Tree } from "../../src/targets/target.js";
import { anyName, anyText } from "../nix/support/arbitraries.js";
import { findings } from "../nix/support/findings.js";
import { fileAt, reference } from "../nix/support/values.js";

/*
 * What users commit has no finding of statix or deadnix, whatever their containers are: plain data,
 * references and modules in all their forms, with names that are keywords, variables or no words.
 */

const runs = { numRuns: 200 * Number(process.env.NIXPAWN_RUNS ?? 1) };

/** Names that a set often repeats, or that are variables of the module, among any others. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b", "c", "enable", "services", "x-y") },
  { weight: 2, arbitrary: fc.constantFrom("pkgs", "lib", "config", "options", "curl", "true") },
  { weight: 1, arbitrary: anyName.filter((one) => !one.includes("\0")) },
);

const pkgs = reference("pkgs");
const curl = reference("pkgs", "curl");

const expression = fc.oneof(
  fc.constantFrom<unknown>(pkgs, curl, reference("lib", "types"), reference("config", "a", "b")),
  fc.constantFrom<unknown>(
    reference("lib", "mkForce", [true]),
    reference("lib", "mkIf", [reference("config", "a"), { b: curl }]),
  ),
  fc.constantFrom<unknown>(fileAt("./web.nix"), fileAt("./my file.nix"), nix`config.a.b`),
  name.map((one): unknown => reference("pkgs", one)),
);

const value = fc.letrec<{ value: unknown; set: Record<string, unknown> }>((tie) => ({
  set: fc.dictionary(name, tie("value"), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    anyText.filter((one) => !one.includes("\0")),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => Math.abs(one) < 1e18),
    fc.boolean(),
    fc.constantFrom(null, [], {}),
    expression,
    fc.array(tie("value"), { maxLength: 3 }),
    tie("set"),
    tie("set"),
  ),
}));

const moduleForm: fc.Arbitrary<unknown> = value.set.chain((given) => {
  // In `config` of a module, `lib.mkForce(true)` is refused.
  const plain = Object.fromEntries(Object.entries(given).filter(([key]) => key !== "config"));
  return fc.oneof(
    fc.constant<unknown>(plain),
    fc.constant<unknown>(() => plain),
    expression.map(
      (used): unknown =>
        ({ config, lib: given }: Record<string, Record<string, unknown>>) => ({
          ...plain,
          imports: [fileAt("./other.nix"), { a: used }],
          z: { y: config?.a, x: given?.types },
        }),
    ),
    fc.constantFrom<unknown>(nix`{ ${"a b"} = 1; }`, nix`{ pkgs, ... }: { a = pkgs.b; }`),
  );
});

const container = fc
  .tuple(value.set, fc.oneof(moduleForm, fc.array(moduleForm, { maxLength: 3 })))
  .map(([options, config]) => ({ ...options, config }));

const nowhere = { placeOf: () => undefined, origins: undefined };

function treeOf(containers: Readonly<Record<string, Record<string, unknown>>>): Tree {
  const problems: Problem[] = [];
  const literals = {
    report: (problem: Problem) => problems.push(problem),
    resolveFile: (path: string) => posix.resolve("/project", path),
  };
  const planned = Object.entries(containers).map(([key, given]): PlannedContainer => {
    const syntax = containerSyntax(given, { ...literals, path: [key] }, nowhere);
    const { bound } = bindContainer(key, given, syntax, {
      target: "containers",
      known: hostArguments(undefined),
      declared: new Set<string>(),
      meanings: new TemplateMeanings(),
    });
    return { name: key, given, written: given, ...bound };
  });
  // Whose the values are is of no interest here, nor whether a name has dots.
  expect(problems.filter(({ code }) => !["NP062", "NP320", "NP321"].includes(code))).toEqual([]);
  const plan: Plan = {
    configFile: "/project/containers.ts",
    settings: { target: "containers", outDir: "/project/containers", nixpkgs: undefined },
    containers: planned,
  };
  return containersTarget.render(plan);
}

describe("no finding in the modules of", () => {
  test("any containers", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("web", "db"), container), (containers) => {
        for (const { text } of treeOf(containers).files) {
          expect({ text, found: findings(text) }).toEqual({ text, found: [] });
        }
      }),
      runs,
    );
  });

  test.each<[string, Record<string, unknown>]>([
    [
      "names that are their own values",
      { pkgs, a: { lib: reference("lib") }, config: { b: { pkgs } } },
    ],
    ["a value under its own name", { curl, a: { b: { hello: reference("pkgs", "x", "hello") } } }],
    ["sets of one", { a: { b: { c: 1 } }, "a.b": { c: 1 }, config: { a: { b: 1 } } }],
    ["three of a kind", { a: { b: 1, c: 1, d: 1 }, b: { c: { d: 1, e: 2, f: 3 } } }],
    ["a module that uses none of its arguments", { config: () => ({ a: 1 }) }],
    ["a list in another", { a: [[]], b: [[curl], reference("lib", "f", [[]]), -1] }],
  ])("%s", (_what, options) => {
    const texts = treeOf({ web: options }).files.map(({ text }) => text);
    expect(texts.flatMap(findings)).toEqual([]);
  });
});
