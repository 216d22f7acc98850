import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { config, host, lib, modulesPath, nix, options, pkgs } from "../../src/index.js";
import type { NixValue } from "../../src/nix/value.js";
import type { Problem } from "../../src/problems/problem.js";
import { bindContainer } from "../../src/spec/bind-container.js";
import { containerSyntax } from "../../src/spec/container-syntax.js";
import { hostArguments } from "../../src/spec/host-arguments.js";
import { TemplateMeanings } from "../../src/spec/template-meanings.js";
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
  readonly imports: readonly Module[];
}

/** With modules in modules, so many deep. */
function modules(depth: number): fc.Arbitrary<Module> {
  return fc.record({
    form: fc.nat({ max: forms.length - 1 }),
    values: fc.array(ofEither, { maxLength: 3 }),
    imports: depth === 0 ? fc.constant([]) : fc.array(modules(depth - 1), { maxLength: 2 }),
  });
}

const anyModule = modules(2);

/** A module as it is written in TypeScript, and what it should be. */
function written(module: Module, key: string, expected: Record<string, unknown>): unknown {
  const values: Record<string, NixValue> = {};
  for (const [index, { value, text }] of module.values.entries()) {
    values[`${key}v${index}`] = value;
    expected[`${key}v${index}`] = text;
  }
  const hasImports = module.form < 4;
  const imports = hasImports
    ? module.imports.map((one, index) => written(one, `${key}m${index}`, expected))
    : [];
  if (module.form === 2) {
    expected[`${nameOf(values)}c`] = "guest.config.a";
    expected[`${nameOf(values)}p`] = "guest.pkgs.a";
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

const runs = 400 * Number(process.env.NIXPAWN_RUNS ?? 1);

describeWith("nix-instantiate")("each value is its owner's", () => {
  test("in options, modules of every form, and templates in templates", () => {
    const nixHere = new RealNix();
    try {
      const samples = fc.sample(fc.tuple(fc.array(ofHost, { maxLength: 3 }), anyModule), {
        numRuns: runs,
        seed,
      });
      const expected: unknown[] = [];
      let values = 0;
      const texts = samples.map(([outside, module]) => {
        const inside: Record<string, unknown> = {};
        const specialArgs = Object.fromEntries(
          outside.map(({ value }, index) => [`o${index}`, value]),
        );
        const given = { specialArgs, config: written(module, "k", inside) };
        const { text, problems } = compile(given);
        expect({ text, problems }).toEqual({ text, problems: [] });
        expected.push({
          options: Object.fromEntries(outside.map(({ text: one }, index) => [`o${index}`, one])),
          config: inside,
        });
        values += outside.length + Object.keys(inside).length;
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
  }, 120_000);
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
