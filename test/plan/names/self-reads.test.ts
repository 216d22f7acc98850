import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { config, file, host, lib, nix, options, pkgs } from "../../../src/index.js";
import type { Expression } from "../../../src/nix/syntax.js";
import type { NixValue } from "../../../src/nix/value.js";
import { containerSyntax } from "../../../src/plan/container-syntax.js";
import { variablesOf } from "../../../src/nix/variables.js";
import { selfReadProblems } from "../../../src/plan/names/self-reads.js";
import { RealNix } from "../../nix/support/evaluate.js";
import { seed } from "../../nix/support/sample.js";
import { describeWithPath } from "../../nix/support/tools.js";

function syntaxOf(given: Readonly<Record<string, unknown>>): Expression {
  const literals = { path: ["web"], report: () => undefined, resolveFile: (path: string) => path };
  return containerSyntax(given, literals, { placeOf: () => undefined, origins: undefined });
}

function found(given: Readonly<Record<string, unknown>>): string[] {
  const context = { option: ["containers", "web"], givenPackages: false };
  const syntax = syntaxOf(given);
  return selfReadProblems(syntax, ["web"], context, variablesOf(syntax)).map(({ code }) => code);
}

type Given = Readonly<Record<string, NixValue | undefined>>;
const vpn = file("/vpn.nix");

describe("a module's value that can only recurse", () => {
  test.each<[string, unknown, string]>([
    ["itself", { a: { b: config.a?.b } }, "NP323"],
    ["itself by its path", { a: nix`{ b = ${config.a?.b}; }` }, "NP323"],
    ["itself in a text", { a: nix`"${config.a}-x"` }, "NP323"],
    ["more of itself", { a: config.a?.b?.c }, "NP323"],
    ["itself as a default", { a: lib.mkDefault?.(config.a) }, "NP323"],
    ["itself on a condition", { a: lib.mkIf?.(config.x, lib.mkForce?.(config.a)) }, "NP323"],
    ["a condition on itself", { a: lib.mkIf?.(config.a, 1) }, "NP323"],
    ["a condition on itself, above", { a: lib.mkIf?.(config.a?.b, { b: 1 }) }, "NP323"],
    ["one of several", { a: lib.mkMerge?.([1, config.a]) }, "NP323"],
    ["a list with more", { a: nix`config.a ++ [ 1 ]` }, "NP323"],
    ["an inherited name", { a: nix`{ inherit (config.a) b; }` }, "NP323"],
    ["a name for it", nix`{ config, ... }: let cfg = config.a; in { a.b = cfg.b; }`, "NP323"],
    ["below `with`", nix`{ config, lib, ... }: with lib; { a = mkIf config.a 1; }`, "NP323"],
    ["in the long form", { options: {}, config: { a: config.a } }, "NP323"],
    [
      "by the function's argument",
      ({ config: own }: Given) => ({ a: nix`${own ?? 1}.a` }),
      "NP323",
    ],
    ["of a module within", { imports: [{ a: config.a }] }, "NP323"],
    ["by the host", { a: host.config.containers?.web?.config?.a }, "NP323"],
    ["packages", { nixpkgs: { pkgs } }, "NP325"],
    ["overlays", { nixpkgs: { overlays: [pkgs.a] } }, "NP325"],
    ["the platform", { nixpkgs: { hostPlatform: nix`pkgs.stdenv.hostPlatform` } }, "NP325"],
    ["imports", { imports: [pkgs.callPackage?.(vpn, {})] }, "NP324"],
    ["imports by a path", { imports: [nix`pkgs.path + "/a.nix"`] }, "NP324"],
    ["imports on a condition", { imports: lib.optional?.(config.a, vpn) }, "NP324"],
    ["imports and more", { imports: nix`[ ${vpn} ] ++ lib.optional config.a ${vpn}` }, "NP324"],
    ["imports by options", { imports: [options.a] }, "NP324"],
    ["a whole module", [nix`${pkgs.a}`], "NP324"],
    ["a module's content", nix`{ config, ... }: if config.a then { } else { b = 1; }`, "NP324"],
  ])("%s", (_name, module, code) => {
    expect(found({ config: module })).toEqual([code]);
  });

  test.each<[string, unknown]>([
    ["another option", { a: { b: config.a?.c } }],
    ["what is around it", { a: { b: nix`builtins.attrNames config.z` } }],
    ["all of the configuration", ({ config: own }: Given) => ({ a: own })],
    ["a function's body", { nixpkgs: { overlays: [nix`final: prev: { a = pkgs.b; }`] } }],
    ["a condition on another", { a: { b: lib.mkIf?.(config.a?.enable, 1) } }],
    ["a branch", { a: nix`if true then 1 else config.a` }],
    ["an item", { a: [config.a] }],
    ["an attribute of another name", { a: { x: nix`{ y = config.a.x.z; }` } }],
    ["whether it is there", { a: { b: nix`config.a ? b` } }],
    ["the host's", { a: host.config.a }],
    ["another's of the name", { a: nix`let config = { a = 1; }; in config.a` }],
    ["what is handed on", { imports: [nix`import ${vpn} { pkgs = ${pkgs}; }`] }],
    ["imports by the library", { imports: lib.optional?.(host.config.a, vpn) }],
    ["imports by other arguments", ({ role }: Given) => ({ imports: [role] })],
    ["the default of an option", { options: { a: lib.mkOption?.({ default: config.a }) } }],
    [
      "a container's in itself",
      { containers: { b: { config: nix`{ config, ... }: { a = config.b; }` } } },
    ],
  ])("not %s", (_name, module) => {
    expect(found({ config: module })).toEqual([]);
  });

  test("the container's own options", () => {
    expect(found({ localAddress: host.config.containers?.web?.localAddress })).toEqual(["NP323"]);
    expect(found({ localAddress: nix`config.containers.web.localAddress` })).toEqual(["NP323"]);
    expect(found({ localAddress: nix`config.containers.db.localAddress` })).toEqual([]);
  });
});

/** Texts that read an option, for values that are texts. */
const reads: readonly ((read: string) => string)[] = [
  (read) => read,
  (read) => `"\${${read}}"`,
  (read) => `${read} + "x"`,
  (read) => `lib.mkDefault (${read})`,
  (read) => `lib.mkIf (${read} != "") "x"`,
  (read) => `lib.mkIf true (${read})`,
  (read) => `lib.mkMerge [ "x" (${read}) ]`,
  (read) => `if ${read} == "" then "a" else "b"`,
  (read) => `if true then "a" else ${read}`,
  (read) => `(x: "a") (${read})`,
  (read) => `let own = config; in ${read.replace("config", "own")}`,
  (read) => `${read} or "x"`,
  (read) => `lib.toLower (${read})`,
  (read) => `lib.optionalString (${read} == "") "x"`,
  (read) => `lib.optionalString true (${read})`,
  (read) => `toString (builtins.length [ (${read}) ])`,
  (read) => `if true || ${read} == "" then "x" else "y"`,
  (read) => `if ${read} == "" && true then "x" else "y"`,
  () => `if config ? a.x then "x" else "y"`,
  (read) => `with { config = 1; }; ${read}`,
  (read) => `assert ${read} == ${read}; "x"`,
];

const paths = ["a.x", "a.y", "b", "s.k"];
const runs = 40 * Number(process.env.NIXPAWN_RUNS ?? 1);

describeWithPath("nixpkgs-lib")("what is told recurses", () => {
  test("in the module system of nixpkgs", () => {
    const nixHere = new RealNix();
    try {
      const samples = fc.sample(
        fc.tuple(
          fc.constantFrom(...paths),
          fc.constantFrom(...paths),
          fc.constantFrom(...reads),
          fc.boolean(),
        ),
        { numRuns: runs * 4, seed },
      );
      let told = 0;
      const quiet: string[] = [];
      for (const [option, other, write, isSame] of samples) {
        const value = write(`config.${isSame ? option : other}`);
        const text = `{ config, lib, ... }: { ${option} = ${value}; }`;
        const raw = Object.assign([text], { raw: [text.replaceAll("${", "\\${")] });
        const module = nix(raw);
        const evaluated = `(evaluated (${text})).${option}`;
        if (found({ config: module }).length === 0) {
          quiet.push(evaluated);
          continue;
        }
        if (told >= runs) continue;
        told += 1;
        const path = nixHere.write("one.nix", `${system} ${evaluated}`);
        const { ok, stderr } = nixHere.instantiate("--eval", "--strict", path);
        expect({ text, ok, recursion: stderr.includes("infinite recursion") }).toEqual({
          text,
          ok: false,
          recursion: true,
        });
      }
      process.stdout.write(
        `${told} modules that are told and recurse; ${quiet.length} of ${samples.length} are not told\n`,
      );
      expect(told).toBeGreaterThan(0);
    } finally {
      nixHere.remove();
    }
  });
});

const system = `
  let
    lib = import <nixpkgs-lib/lib>;
    text = lib.mkOption { type = lib.types.lines; default = "d"; };
    options = { a.x = text; a.y = text; b = text; s = lib.mkOption { type = lib.types.attrsOf lib.types.lines; default = { k = "k"; }; }; };
    evaluated = module: (lib.evalModules { modules = [ { inherit options; } module ]; }).config;
  in
`;
