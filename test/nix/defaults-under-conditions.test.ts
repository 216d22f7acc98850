import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bindOwned } from "../../src/nix/bind-owned.js";
import { printFile } from "../../src/nix/printer.js";
import { variablesOf } from "../../src/nix/variables.js";
import { containerSyntax } from "../../src/plan/container-syntax.js";
import { resolveSpecs } from "../../src/plan/resolve.js";
import { RealNix } from "./support/evaluate.js";
import { expected } from "./support/layers-oracle.js";
import {
  conditionsOf,
  container,
  shown,
  treeOf,
  written,
  type Options,
  type Tree,
  type Truth,
} from "./support/layers.js";
import { canonical, sample, seed } from "./support/sample.js";
import { describeWithPath } from "./support/tools.js";

interface Layers {
  readonly defaults: Tree;
  readonly own: Tree;
}

const place = { scope: 0, depth: 0, isPlain: true };

/** The defaults are an object of options; a container may be under conditions. */
const layers: fc.Arbitrary<Layers> = fc.record({
  defaults: treeOf(container, place).filter(({ kind }) => kind === "set"),
  own: treeOf(container, place),
});

/** The container as nixpawn prints it; undefined for one with a problem. */
function printed({ defaults, own }: Layers): string | undefined {
  const valuePlaces = { placeOf: () => undefined, origins: undefined };
  const definition = {
    containers: { web: written(own) },
    settings: { defaults: written(defaults) },
  };
  const { specs, problems } = resolveSpecs(definition as never, valuePlaces);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const reported: unknown[] = [];
  const literals = {
    path: ["web"],
    report: (one: unknown) => void reported.push(one),
    resolveFile: (path: string) => path,
  };
  const syntax = containerSyntax(specs.web, literals, valuePlaces);
  if (reported.length > 0) return undefined;
  const { expression, hostNames } = bindOwned(syntax, variablesOf(syntax));
  const { text } = printFile(expression, { directory: "/" });
  const names = [...hostNames].map(([name, second]) => `${second} = ${name};`).join(" ");
  return `({ config, lib, ... }: let ${names} in { containers.web = ${text}; })`;
}

function declared(options: Options): string {
  switch (options.kind) {
    case "number":
      return "number";
    case "list":
      return "list";
    case "raw":
      return "raw";
    case "names":
      return `(names ${declared(options.each)})`;
    case "module":
      return `(${options.isSystem ? "system" : "part"} ${declared(options.inner)})`;
    case "options": {
      const each = Object.entries(options.of).map(([name, one]) => `${name} = ${declared(one)};`);
      return `{ ${each.join(" ")} }`;
    }
  }
}

const source = (library: string, cases: readonly string[]): string => `
  let
    lib = import ${library};
    inherit (lib) mkOption types;
    number = mkOption { type = types.nullOr types.int; default = null; };
    list = mkOption { type = types.listOf types.int; default = [ ]; };
    raw = mkOption {
      default = { };
      type = lib.mkOptionType {
        name = "raw";
        merge = _: defs: builtins.foldl' (all: one: all // one.value) { } defs;
      };
    };
    names = options: mkOption { default = { }; type = types.attrsOf (types.submodule { inherit options; }); };
    part = options: mkOption {
      default = { };
      type = if types ? submoduleWith then types.submoduleWith { modules = [ { inherit options; } ]; } else types.submodule { inherit options; };
    };
    conditions = truth: names: { options = lib.genAttrs names (name: mkOption { default = truth.\${name}; }); };
    run = truth: module:
      let
        system = options: mkOption {
          default = { };
          type = lib.mkOptionType {
            name = "system";
            merge = _: defs: removeAttrs (lib.evalModules {
              modules = [ { inherit options; } (conditions truth [ "g0" "n0" ]) ] ++ map (one: one.value) defs;
            }).config [ "_module" "g0" "n0" ];
          };
        };
        containers = (lib.evalModules {
          modules = [
            { options.containers = names ${declared(container)}; }
            (conditions truth [ "h0" "h1" ])
            module
          ];
        }).config.containers;
        tried = builtins.tryEval (builtins.deepSeq (containers.web or null) (containers.web or null));
      in
      if tried.success then tried.value else "refused";
  in
  [ ${cases.join("\n")} ]
`;

/** All values that these conditions may have. */
function truths(names: readonly string[]): readonly Truth[] {
  const all = { h0: false, h1: false, g0: false, n0: false };
  return names.reduce<readonly Truth[]>(
    (before, name) => before.flatMap((one) => [one, { ...one, [name]: true }]),
    [all],
  );
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as number[])].sort((a, b) => a - b);
  if (typeof value !== "object" || value === null) return value;
  // A nixpkgs of long ago leaves it among the values.
  const entries = Object.entries(value).filter(([name]) => name !== "_module");
  return Object.fromEntries(entries.map(([name, one]) => [name, inOrder(one)]));
}

describe.each(["nixpkgs-lib", "nixpkgs-2105"])("with the modules of <%s>", (at) => {
  describeWithPath(`${at}/lib`)("a container over defaults", () => {
    test("has the default where it says nothing, whatever conditions hold", () => {
      const cases: { layers: Layers; truth: Truth; text: string; value: unknown }[] = [];
      let refused = 0;
      let undecided = 0;
      for (const one of sample(layers, 30)) {
        const text = printed(one);
        if (text === undefined) refused += 1;
        else {
          const used = new Set([...conditionsOf(one.defaults), ...conditionsOf(one.own)]);
          for (const truth of truths([...used])) {
            const value = expected(one.defaults, one.own, container, truth);
            if (value === undefined) undecided += 1;
            else cases.push({ layers: one, truth, text, value });
          }
        }
      }
      const nix = new RealNix();
      try {
        const path = nix.write(
          "all.nix",
          source(
            `<${at}/lib>`,
            cases.map(({ truth, text }) => {
              const values = Object.entries(truth).map(([name, is]) => `${name} = ${is};`);
              return `(run { ${values.join(" ")} } ${text})`;
            }),
          ),
        );
        const results = nix.evaluate(path) as unknown[];
        const wrong = cases.flatMap(({ layers: { defaults, own }, truth, text, value }, index) => {
          const actual = canonical(inOrder(results[index]));
          if (actual === canonical(value)) return [];
          const [low, high] = [shown(defaults), shown(own)];
          return [{ seed, low, high, truth, text, actual, expected: canonical(value) }];
        });
        // The shortest says the most.
        const [first] = wrong.sort((a, b) => a.text.length - b.text.length);
        expect({ wrong: wrong.length, ...first }).toEqual({ wrong: 0 });
      } finally {
        nix.remove();
      }
      process.stdout.write(
        `${cases.length} cases of defaults with <${at}>, ${undecided} undecided, ${refused} containers refused\n`,
      );
    });
  });
});
