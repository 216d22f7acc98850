import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lib as library, nix, type NixExpression, type NixReference } from "../../src/index.js";
import { printFile } from "../../src/nix/printer.js";
import type { Problem } from "../../src/problems/problem.js";
import { containerSyntax } from "../../src/plan/container-syntax.js";
import { mergeUnderProperty } from "../../src/plan/defaults/defaults-under-conditions.js";
import { describeWithPath } from "./support/tools.js";

/**
 * Modules as random nestings of objects, functions, arrays and properties; and, written without any
 * of nixpawn's code, what nixpkgs must make of them: which numbers the options `a`, `b` and `c`
 * have, a list each.
 */
const lib = library as unknown as Readonly<
  Record<"mkForce" | "mkIf" | "mkMerge", (...given: unknown[]) => unknown>
>;

interface Made {
  readonly value: unknown;
  readonly says: readonly Said[];
}

interface Said {
  readonly option: string;
  readonly number: number;
}

let next = 0;

const leaf: fc.Arbitrary<Made> = fc
  .tuple(fc.constantFrom("a", "b", "c"), fc.nat({ max: 3 }))
  .map(([option, kind]): Made => {
    next += 1;
    const number = next;
    const data = { [option]: [number] };
    const says = [{ option, number }];
    if (kind === 0) return { value: () => data, says };
    if (kind === 1) {
      return {
        value: ({ config }: Given) => ({
          [option]: [nix`${config?.base as NixExpression} + ${number}`],
        }),
        says,
      };
    }
    return { value: data, says };
  });

type Given = Readonly<Record<string, Readonly<Record<string, NixReference>>>>;

const made = fc.letrec<{ module: Made; list: readonly Made[] }>((tie) => ({
  list: fc.array(tie("module"), { minLength: 1, maxLength: 3 }),
  module: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    leaf,
    tie("list").map((all): Made => ({
      value: lib.mkMerge(all.map(({ value }) => value)),
      says: all.flatMap(({ says }) => says),
    })),
    tie("list").map((all): Made => ({
      value: all.map(({ value }) => value),
      says: all.flatMap(({ says }) => says),
    })),
    fc.tuple(tie("module"), fc.boolean(), fc.boolean()).map(([one, holds, own]): Made => ({
      value: lib.mkIf(condition(holds, own), one.value),
      says: holds ? one.says : [],
    })),
    tie("module").map((one): Made => ({ ...one, value: [{ imports: [one.value] }] })),
  ),
}));

/** Of the container's own configuration, or of the host. */
function condition(holds: boolean, own: boolean): unknown {
  if (own) return nix`config.yes == ${holds}`;
  return holds ? nix`1 == 1` : nix`1 == 2`;
}

const runs = 60 * Number(process.env.NIXPAWN_RUNS ?? 1);

/** A container's options, and its modules as nixpkgs' own nixos-containers.nix takes them. */
const host = (library: string, container: string): string => `
  let
    lib = import ${library};
    guest = { lib, ... }: {
      options = {
        yes = lib.mkOption { default = true; };
        base = lib.mkOption { default = 0; };
        tags = lib.mkOption { default = [ ]; };
      } // lib.genAttrs [ "a" "b" "c" ] (name: lib.mkOption { type = lib.types.listOf lib.types.int; default = [ ]; });
    };
    module = { lib, ... }: {
      options.containers = lib.mkOption {
        default = { };
        type = lib.types.attrsOf (lib.types.submodule {
          options = {
            autoStart = lib.mkOption { type = lib.types.bool; default = false; };
            timeoutStartSec = lib.mkOption { type = lib.types.str; default = "1min"; };
            tmpfs = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
            bindMounts = lib.mkOption { type = lib.types.attrsOf (lib.types.attrsOf lib.types.str); default = { }; };
            config = lib.mkOption {
              default = { };
              type = lib.mkOptionType {
                name = "Toplevel NixOS config";
                merge = loc: defs: (lib.evalModules { modules = [ guest ] ++ map (one: one.value) defs; }).config;
              };
            };
          };
        });
      };
      options.condition = lib.mkOption { default = true; };
    };
    all = (lib.evalModules { modules = [ module ${container} ]; }).config.containers;
  in
`;

function written(container: unknown): { readonly text: string; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const syntax = containerSyntax(
    container,
    {
      path: ["web"],
      report: (one) => {
        problems.push(one);
      },
      resolveFile: (path) => path,
    },
    { placeOf: () => undefined, origins: undefined },
  );
  const text = printFile(syntax, { directory: "/" }).text;
  return { text: `({ config, lib, ... }: { containers.web = ${text}; })`, problems };
}

function evaluate(source: string): unknown {
  const file = join(mkdtempSync(join(tmpdir(), "nixpawn-conditions-")), "all.nix");
  writeFileSync(file, source);
  const { status, stdout, stderr } = spawnSync(
    "nix-instantiate",
    ["--eval", "--strict", "--json", file],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.each(["nixpkgs-lib", "nixpkgs-2105", "nixpkgs"])(
  "with the module system of <%s>",
  (at) => {
    const path = `<${at}/lib>`;

    describeWithPath(`${at}/lib`)("a container's config", () => {
      test("is what its author nested", () => {
        const samples = fc.sample(made.module, { numRuns: runs });
        const sources = samples.map(({ value }) => written({ config: value }));
        // Imports that would depend on a condition of the container's own are refused.
        const codes = new Set(sources.flatMap(({ problems }) => problems.map(({ code }) => code)));
        expect([...codes].filter((code) => code !== "NP060")).toEqual([]);
        const taken = [...sources.keys()].filter((one) => sources[one]?.problems.length === 0);
        const nixList = taken.map(
          (one) =>
            `(${host(path, sources[one]?.text ?? "")} builtins.mapAttrs (_: builtins.sort builtins.lessThan) { inherit (all.web.config) a b c; })`,
        );
        const results = evaluate(`[ ${nixList.join("\n")} ]`) as Record<string, number[]>[];
        for (const [position, result] of results.entries()) {
          const index = taken[position] ?? 0;
          const says = samples[index]?.says ?? [];
          const of = (option: string): number[] =>
            says
              .filter((one) => one.option === option)
              .map(({ number }) => number)
              .sort((a, b) => a - b);
          expect({ source: sources[index]?.text, result }).toEqual({
            source: sources[index]?.text,
            result: { a: of("a"), b: of("b"), c: of("c") },
          });
        }
        process.stdout.write(
          `${taken.length} nested modules with <${at}>, ${samples.length - taken.length} refused\n`,
        );
      });

      test("what is forced beside others, in an array, leaves the others", () => {
        const { text } = written({
          config: [{ a: [1], b: [1] }, lib.mkForce({ a: [2] }), lib.mkIf(nix`true`, { b: [3] })],
        });
        const result = evaluate(`${host(path, text)} { inherit (all.web.config) a b; }`);
        expect(result).toEqual({ a: [2], b: expect.arrayContaining([1, 3]) });
      });

      test("of a part with a forced definition, the option's own", () => {
        const { text } = written({ config: lib.mkMerge([{ a: [1] }, lib.mkForce({ b: [2] })]) });
        const result = evaluate(`${host(path, text)} { inherit (all.web.config) a b; }`);
        // So has nixpkgs it: what is forced is the definition of `config` as a whole.
        expect(result).toEqual({ a: [], b: [2] });
      });
    });

    describeWithPath(`${at}/lib`)("a whole container over defaults", () => {
      const defaults = {
        timeoutStartSec: "2min",
        tmpfs: ["/low"],
        bindMounts: { "/a": { hostPath: "/low" }, "/b": { hostPath: "/low" } },
        config: { a: [1] },
      };
      const low = { timeoutStartSec: "2min", tmpfs: ["/low"] };
      const yes = nix`config.condition`;
      const no = nix`!config.condition`;
      const own = { autoStart: true, tmpfs: ["/own"], bindMounts: { "/a": { hostPath: "/own" } } };

      test.each<[string, unknown, unknown]>([
        [
          "that is there",
          lib.mkIf(yes, own),
          { ...low, tmpfs: ["/own"], a: "/own", b: "/low", config: [1] },
        ],
        ["that is not", lib.mkIf(no, own), null],
        [
          "forced",
          lib.mkForce(own),
          { ...low, tmpfs: ["/own"], a: "/own", b: "/low", config: [1] },
        ],
        [
          "with a part that is there",
          lib.mkMerge([{ autoStart: true }, lib.mkIf(yes, own)]),
          { ...low, tmpfs: ["/own"], a: "/own", b: "/low", config: [1] },
        ],
        [
          "with a part that is not",
          lib.mkMerge([{ autoStart: true }, lib.mkIf(no, own)]),
          { ...low, a: "/low", b: "/low", config: [1] },
        ],
        [
          "in parts of which one is there",
          lib.mkMerge([lib.mkIf(no, { tmpfs: ["/x"] }), lib.mkIf(yes, own)]),
          { ...low, tmpfs: ["/own"], a: "/own", b: "/low", config: [1] },
        ],
        [
          "in parts of which none is there",
          lib.mkMerge([lib.mkIf(no, own), lib.mkIf(no, {})]),
          null,
        ],
        [
          "with a part in a part",
          lib.mkIf(yes, lib.mkMerge([lib.mkIf(no, own), lib.mkIf(yes, { config: { a: [2] } })])),
          { ...low, a: "/low", b: "/low", config: [2] },
        ],
      ])("%s", (_name, container, expected) => {
        const { text, problems } = written(mergeUnderProperty(defaults, container, undefined));
        expect(problems).toEqual([]);
        const result = evaluate(
          `${host(path, text)} if all ? web then { inherit (all.web) timeoutStartSec tmpfs; a = all.web.bindMounts."/a".hostPath or null; b = all.web.bindMounts."/b".hostPath or null; config = builtins.sort builtins.lessThan all.web.config.a; } else null`,
        );
        expect(result).toEqual(expected);
      });
    });
  },
);
