import { describe, expect, test } from "@jest/globals";
import { config, file, host, lib, nix, pkgs, type NixReference } from "../../../src/index.js";
import { printFile } from "../../../src/nix/printer.js";
import type { Problem } from "../../../src/problems/problem.js";
import { moduleExpression } from "../../../src/plan/modules/modules.js";

function write(value: unknown) {
  const problems: Problem[] = [];
  const expression = moduleExpression(value, {
    literals: {
      path: ["web", "config"],
      report: (problem) => void problems.push(problem),
      resolveFile: (path) => `/repo/${path}`,
    },
    specialArgs: new Set(),
    valuePlaces: { placeOf: () => undefined, origins: undefined },
  });
  const printed = printFile(expression, { directory: "/repo/containers" }).text.trim();
  const text = printed.replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")");
  return { text, problems: problems.map(({ code }) => code) };
}

type Given = Readonly<Record<string, NixReference>>;
const module = ({ config: own }: Given): object => ({ a: own?.b });
const written = "({ config, ... }: { a = config.b; })";

describe("functions in a call that gives imports are modules", () => {
  test.each<[string, unknown, string]>([
    [
      "of several",
      lib.optionals?.(host.config.x, [file("m.nix"), module, { c: pkgs.d }]),
      `lib.optionals config.x [ ../m.nix ${written} ({ pkgs, ... }: { c = pkgs.d; }) ]`,
    ],
    ["of one", lib.optional?.(host.config.x, module), `lib.optional config.x ${written}`],
    [
      "of an object",
      lib.singleton?.({ c: pkgs.d }),
      "lib.singleton ({ pkgs, ... }: { c = pkgs.d; })",
    ],
    [
      "of calls in calls",
      lib.flatten?.([lib.optional?.(true, module), [module]]),
      `lib.flatten [ (lib.optional true ${written}) [ ${written} ] ]`,
    ],
  ])("%s", (_what, imports, text) => {
    const found = write({ imports });
    expect(found.problems).toEqual([]);
    expect(found.text).toContain(`imports = ${text};`);
  });

  test("and in no other call", () => {
    const callback = (): object => ({});
    expect(write({ imports: lib.map?.(callback as never, []) }).problems).toEqual(["NP301"]);
    expect(write({ a: lib.optional?.(true, callback as never) }).problems).toEqual(["NP301"]);
  });
});

describe("a list in the place of one module is no module (nixpkgs: no nested lists)", () => {
  test.each<[string, unknown]>([
    ["lib.optional", lib.optional?.(host.config.x, { c: 1 })],
    ["lib.optionals", lib.optionals?.(host.config.x, [module])],
    ["lib.lists", lib.lists?.optional?.(true)(module)],
    ["a call within", lib.flatten?.([lib.optional?.(true, module)])],
    ["a template", nix`[ ${{ c: 1 }} ]`],
    ["a call in a template", nix`lib.optional ${host.config.x} ./m.nix`],
    ["lists in a template", nix`let a = [ ]; in a ++ [ ./m.nix ]`],
    ["a choice of two", nix`if ${host.config.x} then [ ./m.nix ] else [ ]`],
  ])("%s", (_what, item) => {
    expect(write({ imports: [{ a: 1 }, item] }).problems).toEqual(["NP058"]);
    expect(write(item).problems).toEqual(["NP058"]);
    expect(write({ imports: item }).problems).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["one of them", nix`builtins.head ${[file("m.nix")]}`],
    ["a function that takes more", nix`lib.optional true`],
    ["a choice", nix`if ${host.config.x} then [ ./m.nix ] else { }`],
    ["another's function", host.inputs?.x?.map?.(1, 2)],
    ["a property", lib.mkIf?.(true, { a: [1] })],
  ])("%s may be one", (_what, item) => {
    expect(write({ imports: [item] }).problems).toEqual([]);
  });
});

describe("the function of a submodule", () => {
  const type = (made: (given: Given) => object): NixReference =>
    lib.types?.attrsOf?.(lib.types.submodule?.(made as never));

  test("has arguments of its own, and no others", () => {
    const { text, problems } = write({
      options: {
        a: lib.mkOption?.({
          type: type(({ name, config: own }) => ({
            options: { b: name, c: nix`config.c`, d: config.d, e: nix`pkgs.e` },
            config: { f: own?.f },
          })) as never,
        }),
      },
    });
    expect(problems).toEqual([]);
    expect(text).toContain(
      "({ config, name, ... }: { config = { inherit (config) f; }; options = { b = name; inherit (config) c; inherit (config) d; inherit (pkgs) e; }; })",
    );
  });

  test("is one of the modules of submoduleWith", () => {
    const made = ({ name }: Given): object => ({ a: name });
    const { text, problems } = write({
      options: { a: lib.types?.submoduleWith?.({ modules: [made as never] }) },
    });
    expect(problems).toEqual([]);
    expect(text).toContain("modules = [ ({ name, ... }: { a = name; }) ];");
  });
});

describe("a nested container as a function", () => {
  test("is its options in the long form", () => {
    const { text, problems } = write({
      containers: {
        a: ({ name }: Given) => ({
          autoStart: config.b,
          config: { c: name, d: config.e, f: nix`config.g` },
        }),
      },
    });
    expect(problems).toEqual([]);
    expect(text).toBe(
      "{ config, ... }: { containers.a = { name, ... }: { config = { autoStart = config.b; config = { config, ... }: { c = name; d = config.e; f = config.g; }; }; }; }",
    );
  });

  test("that gives nothing is a problem", () => {
    expect(write({ containers: { a: () => 7 } }).problems).toEqual(["NP058"]);
  });
});
