import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { config, host, lib, modulesPath, nix, options, pkgs } from "../../src/index.js";
import type { NixValue } from "../../src/nix/value.js";
import type { Problem } from "../../src/problems/problem.js";
import { bindContainer } from "../../src/plan/names/bind-container.js";
import { containerSyntax } from "../../src/plan/container-syntax.js";
import { hostArguments } from "../../src/plan/names/host-arguments.js";
import { TemplateMeanings } from "../../src/plan/names/template-meanings.js";
import { containerModules } from "../../src/targets/container-module.js";
import { RealNix } from "../nix/support/evaluate.js";
import { seed } from "../nix/support/sample.js";
import { describeWith } from "../nix/support/tools.js";

/** A value, and what it is for a host and a guest whose arguments say whose they are. */
interface Owned {
  readonly value: NixValue;
  readonly text: string;
}

const hosts: readonly Owned[] = [
  { value: host.config.a, text: "host.config.a" },
  { value: host.config.b?.c, text: "host.config.b.c" },
  { value: host.pkgs.a, text: "host.pkgs.a" },
  { value: host.options.a, text: "host.options.a" },
  { value: host.modulesPath, text: "host.modulesPath" },
  { value: host.inputs?.a, text: "host.inputs.a" },
  { value: host.lib.owner, text: "host" },
];

const guests: readonly Owned[] = [
  { value: config.a, text: "guest.config.a" },
  { value: config.b?.c, text: "guest.config.b.c" },
  { value: pkgs.a, text: "guest.pkgs.a" },
  { value: options.a, text: "guest.options.a" },
  { value: modulesPath, text: "guest.modulesPath" },
];

/** Ways to write a value that is the same value then: through binders of every kind that Nix has. */
const ways: readonly ((value: NixValue) => NixValue)[] = [
  (value) => value,
  (value) => nix`${value}`,
  (value) => nix`"${value}"`,
  (value) => nix`${nix`(${value})`}`,
  (value) => nix`let config = 1; pkgs = 2; options = 3; in ${value}`,
  (value) => nix`(config: ${value}) 1`,
  (value) => nix`({ pkgs ? ${value}, ... }@config: pkgs) { }`,
  (value) => nix`(rec { config = 1; inputs = 2; pkgs = ${value}; }).pkgs`,
  (value) => nix`(rec { config = ${value}; pkgs = config; }).pkgs`,
  (value) => nix`with { config.a = 1; pkgs.a = 2; inputs = 3; }; ${value}`,
  (value) => nix`let hostConfig = 1; hostPkgs = hostConfig; outerConfig = 3; in ${value}`,
  (value) => nix`let inherit (rec { config = ${value}; }) config; in config`,
  (value) => lib.id?.(value),
  (value) => nix`lib.id ${value}`,
];

/** Names in the text of a template: those of the nearest function, or of the system around. */
const bares: readonly { readonly make: () => NixValue; readonly text: string }[] = [
  { make: () => nix`config.a`, text: "bare.config.a" },
  { make: () => nix`"${nix`config.b.c`}"`, text: "bare.config.b.c" },
  { make: () => nix`let inherit (pkgs) a; in a`, text: "bare.pkgs.a" },
  { make: () => nix`(rec { inherit options; a = options.a; }).a`, text: "bare.options.a" },
  { make: () => nix`with { x = 1; }; modulesPath`, text: "bare.modulesPath" },
];

const way = fc.constantFrom(...ways);
const wrapped = (leaf: fc.Arbitrary<Owned>): fc.Arbitrary<Owned> =>
  fc.tuple(leaf, fc.array(way, { maxLength: 3 })).map(([{ value, text }, all]) => ({
    value: all.reduce<NixValue>((inner, one) => one(inner), value),
    text,
  }));

const ofHost = wrapped(fc.constantFrom(...hosts));
const ofEither = wrapped(fc.constantFrom(...hosts, ...guests));

type Values = readonly Owned[];
type Form = (values: Record<string, NixValue>, others: readonly unknown[]) => unknown;

/** Forms of a module with some values in it, and with modules that it imports. */
const forms: readonly Form[] = [
  (values, imports) => ({ ...values, imports }),
  (values, imports) => () => ({ ...values, imports }),
  (values, imports) =>
    ({ config, pkgs }: Record<string, NixValue>) => ({
      ...values,
      imports,
      [`${nameOf(values)}c`]: nix`${config ?? null}.a`,
      [`${nameOf(values)}p`]: nix`${pkgs ?? null}.a`,
    }),
  (values, imports) => [{ ...values }, ...imports],
  (values) => nix`{ ... }: ${values}`,
  (values) => nix`{ config, ... }: ${values}`,
  (values) => nix`{ pkgs, lib, ... }: let inputs = 1; in ${values}`,
  (values) => nix`(module: module) ${values}`,
  (values) => nix`{ } // ${values}`,
];

function nameOf(values: object): string {
  return Object.keys(values).join("") || "none";
}

interface Module {
  readonly form: number;
  readonly values: Values;
  readonly bares: readonly number[];
  readonly imports: readonly Module[];
}

/** With modules in modules, so many deep. */
function modules(depth: number): fc.Arbitrary<Module> {
  return fc.record({
    form: fc.nat({ max: forms.length - 1 }),
    values: fc.array(ofEither, { maxLength: 3 }),
    bares: fc.array(fc.nat({ max: bares.length - 1 }), { maxLength: 2 }),
    imports: depth === 0 ? fc.constant([]) : fc.array(modules(depth - 1), { maxLength: 2 }),
  });
}

const anyModule = modules(2);

/** Whose the names in a module are. */
interface Whose {
  readonly imported: string;
  readonly bare: string;
  readonly function: string;
}

const ofGuest: Whose = { imported: "guest", bare: "guest", function: "guest" };
const ofInner: Whose = { imported: "inner", bare: "inner", function: "inner" };
const ofUser: Whose = { imported: "guest", bare: "guest", function: "user" };

/** A module as it is written in TypeScript, and what it should be. */
function written(
  module: Module,
  key: string,
  expected: Record<string, unknown>,
  outer: Whose,
): unknown {
  const isFunction = module.form === 1 || module.form === 2;
  const whose = isFunction ? { ...outer, bare: outer.function } : outer;
  const values: Record<string, NixValue> = {};
  for (const [index, { value, text }] of module.values.entries()) {
    values[`${key}v${index}`] = value;
    expected[`${key}v${index}`] = text.replace("guest", whose.imported);
  }
  // In a template as a whole module, names mean what its own functions bind.
  for (const [index, kind] of module.form < 4 ? module.bares.entries() : []) {
    const one = bares[kind];
    values[`${key}b${index}`] = one?.make() ?? null;
    expected[`${key}b${index}`] = one?.text.replace("bare", whose.bare);
  }
  const hasImports = module.form < 4;
  const imports = hasImports
    ? module.imports.map((one, index) => written(one, `${key}m${index}`, expected, whose))
    : [];
  if (module.form === 2) {
    expected[`${nameOf(values)}c`] = `${whose.function}.config.a`;
    expected[`${nameOf(values)}p`] = `${whose.function}.pkgs.a`;
  }
  const form = forms[module.form];
  return form?.(values, imports);
}

function compile(given: Readonly<Record<string, unknown>>): { text: string; problems: Problem[] } {
  const problems: Problem[] = [];
  const literals = {
    path: ["web"],
    report: (one: Problem) => void problems.push(one),
    resolveFile: (path: string) => path,
  };
  const syntax = containerSyntax(given, literals, { placeOf: () => undefined, origins: undefined });
  const { bound, problems: others } = bindContainer("web", given, syntax, {
    target: "containers",
    known: hostArguments(undefined),
    declared: new Set<string>(),
    meanings: new TemplateMeanings(),
  });
  const plan = {
    configFile: "/project/containers.ts",
    settings: { target: "containers", outDir: "/project/containers", nixpkgs: undefined },
    containers: [{ name: "web", given, written: given, ...bound }],
  } as const;
  const files = containerModules(plan, { option: ["containers"], imports: [] }, undefined);
  return { text: files[1]?.text ?? "", problems: [...problems, ...others] };
}

/** What a container has beside its own module: nested containers, and users of home-manager. */
interface Nested {
  readonly inner: readonly Module[];
  readonly users: readonly Module[];
  readonly asFunction: boolean;
}

const anyNested: fc.Arbitrary<Nested> = fc.record({
  inner: fc.array(modules(1), { maxLength: 2 }),
  users: fc.array(modules(1), { maxLength: 2 }),
  asFunction: fc.boolean(),
});

/** A module with these in it, and what they should be. */
function writtenNested({ inner, users, asFunction }: Nested): {
  readonly module: unknown;
  readonly inner: readonly Record<string, unknown>[];
  readonly users: readonly Record<string, unknown>[];
} {
  const all = (given: readonly Module[], whose: Whose) =>
    given.map((one, index) => {
      const expected: Record<string, unknown> = {};
      return { value: written(one, `k${index}`, expected, whose), expected };
    });
  const [innerOnes, userOnes] = [all(inner, ofInner), all(users, ofUser)];
  const options = {
    containers: Object.fromEntries(
      innerOnes.map(({ value }, index) => [`c${index}`, { config: value }]),
    ),
    "home-manager": {
      users: Object.fromEntries(userOnes.map(({ value }, index) => [`u${index}`, value])),
    },
  };
  return {
    module: asFunction ? () => options : options,
    inner: innerOnes.map(({ expected }) => expected),
    users: userOnes.map(({ expected }) => expected),
  };
}

const runs = 400 * Number(process.env.NIXPAWN_RUNS ?? 1);

describeWith("nix-instantiate")("each value is its owner's", () => {
  test("in options, modules of every form, and templates in templates", () => {
    const nixHere = new RealNix();
    try {
      const samples = fc.sample(
        fc.tuple(fc.array(ofHost, { maxLength: 3 }), anyModule, anyNested),
        { numRuns: runs, seed },
      );
      const expected: unknown[] = [];
      let values = 0;
      const texts = samples.map(([outside, module, others]) => {
        const inside: Record<string, unknown> = {};
        const specialArgs = Object.fromEntries(
          outside.map(({ value }, index) => [`o${index}`, value]),
        );
        const nested = writtenNested(others);
        const config = [written(module, "k", inside, ofGuest), nested.module];
        const given = { specialArgs, config };
        const { text, problems } = compile(given);
        expect({ text, problems }).toEqual({ text, problems: [] });
        expected.push({
          options: Object.fromEntries(outside.map(({ text: one }, index) => [`o${index}`, one])),
          config: inside,
          inner: nested.inner,
          users: nested.users,
        });
        for (const one of [inside, ...nested.inner, ...nested.users]) {
          values += Object.keys(one).length;
        }
        values += outside.length;
        return text;
      });
      const fixture = new URL("../nix/owners.nix", import.meta.url).pathname;
      const file = nixHere.write(
        "all.nix",
        `import ${fixture} [\n${texts.map((one) => `(\n${one})`).join("\n")}\n]`,
      );
      const found = nixHere.evaluate(file) as unknown[];
      for (const [index, one] of found.entries()) {
        expect({ text: texts[index], value: one }).toEqual({
          text: texts[index],
          value: expected[index],
        });
      }
      process.stdout.write(
        `${samples.length} containers with ${values} values of host and guest\n`,
      );
    } finally {
      nixHere.remove();
    }
  });
});

test("a nested container's arguments are its own, also without a function", () => {
  const { text, problems } = compile({
    config: (outer: Record<string, NixValue>) => ({
      a: nix`${outer.config ?? null}.x`,
      containers: {
        plain: { config: { b: config.x, c: nix`${outer.config ?? null}.c`, d: host.config.d } },
      },
    }),
  });
  expect(problems).toEqual([]);
  expect(text.replace(/\s+/g, " ")).toContain(
    "let outerConfig = config; in { a = config.x; containers.plain.config = { config, ... }: " +
      "{ b = config.x; inherit (outerConfig) c; inherit (hostConfig) d; }; }",
  );
});

const flatly = (text: string): string => text.replace(/\s+/g, " ");

test("bare names in a nested container are its own, with its own `specialArgs`", () => {
  const { text, problems } = compile({
    config: {
      containers: {
        a: { config: { w: nix`config.x` } },
        b: { config: lib.mkIf(config.x, { y: 1 }) },
        c: { specialArgs: { role: 1 }, config: { z: nix`role` } },
      },
    },
  });
  expect(problems).toEqual([]);
  expect(flatly(text)).toContain("a.config = { config, ... }: { w = config.x; };");
  expect(flatly(text)).toContain("b.config = { config, lib, ... }: lib.mkIf config.x { y = 1; };");
  expect(flatly(text)).toContain("c = { config = { role, ... }: { z = role; };");
});

test("the specialArgs of a container around are no arguments of a nested one", () => {
  const { text, problems } = compile({
    specialArgs: { role: 1 },
    config: { containers: { a: { config: { x: nix`role` } } } },
  });
  expect(problems).toEqual([]);
  expect(flatly(text)).toContain("{ role, ... }: { containers.a.config.x = role; }");
});

describe("a module within a system", () => {
  type Given = Record<string, NixValue>;
  const own = (given: Given): object => ({ b: given.config ?? null });

  test.each<[string, unknown, string]>([
    [
      "written as an object has no arguments",
      { a: config.x, b: nix`config.y` },
      "{ a = config.x; b = config.y; }",
    ],
    ["written as a function has its own", own, "{ config, ... }: { b = config; }"],
    [
      "is a function with the container's beside",
      (given: Given) => ({ ...own(given), a: config.x, c: nix`config.z` }),
      "{ config, ... }: { a = outerConfig.x; b = config; c = config.z; }",
    ],
    [
      "has objects and functions in a list",
      [{ a: config.x, c: nix`pkgs.y` }, own],
      "{ imports = [ { a = config.x; c = pkgs.y; } ({ config, ... }: { b = config; }) ]; }",
    ],
    [
      "has a function among definitions",
      { config: lib.mkMerge([own, { a: nix`config.x`, c: config.y }]) },
      "{ config, ... }: { config = lib.mkMerge [ { b = config; } { a = outerConfig.x; c = outerConfig.y; } ]; }",
    ],
    [
      "is under a condition of the container",
      lib.mkIf(config.x, { a: config.y }),
      "lib.mkIf config.x { a = config.y; }",
    ],
    [
      "is a template",
      nix`{ config, ... }: { a = config.x; b = ${config.y}; }`,
      "{ config, ... }: { a = config.x; b = outerConfig.y; }",
    ],
    [
      "has a module that is imported by a function",
      (given: Given) => ({ imports: [{ a: nix`config.x`, c: config.y }], ...own(given) }),
      "{ config, ... }: { imports = [ ({ config, ... }: { a = config.x; c = outerConfig.y; }) ]; b = config; }",
    ],
  ])("%s", (_what, module, expected) => {
    for (const place of [
      (): object => ({ "home-manager": { users: { ann: module } } }),
      (): object => ({ "home-manager": { sharedModules: [module] } }),
      (): object => ({ specialisation: { one: { configuration: module } } }),
      (): object => ({ virtualisation: { vmVariant: module } }),
    ]) {
      const { text, problems } = compile({ config: place() });
      expect(problems).toEqual([]);
      const shown = flatly(text).replace(/\( /g, "(").replace(/ \)/g, ")");
      expect(shown).toContain(expected.replace(/^\{ imports = (.*); \}$/, "imports = $1"));
    }
  });
});

test("a file with one meaning has no second names", () => {
  const { text } = compile({ specialArgs: { a: host.config.a }, config: { b: host.pkgs.b } });
  expect(text).not.toContain("let");
});

test("second names take no name that is there", () => {
  const { text } = compile({
    config: { a: config.a, b: nix`let hostConfig = 1; in [ hostConfig ${host.config.a} ]` },
  });
  expect(text).toContain("hostConfig2 = config;");
});
