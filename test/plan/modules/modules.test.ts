import { describe, expect, test } from "@jest/globals";
import { config, file, lib, nix, pkgs, type NixReference } from "../../../src/index.js";
import { printFile } from "../../../src/nix/printer.js";
import type { Problem } from "../../../src/problems/problem.js";
import { moduleHint } from "../../../src/plan/modules/module-hint.js";
import { moduleExpression } from "../../../src/plan/modules/modules.js";

function write(value: unknown, specialArgs: readonly string[] = []) {
  const problems: Problem[] = [];
  const expression = moduleExpression(value, {
    literals: {
      path: ["web", "config"],
      report: (problem) => {
        problems.push(problem);
      },
      resolveFile: (path) => `/repo/${path}`,
    },
    specialArgs: new Set(specialArgs),
    valuePlaces: { placeOf: () => undefined, origins: undefined },
  });
  const printed = printFile(expression, { directory: "/repo/containers" }).text.trim();
  // On one line; how it is laid out is the printer's.
  const text = printed.replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")");
  return { text, problems: problems.map(({ code, path }) => [code, path]) };
}

type Given = Readonly<Record<string, NixReference>>;

test.each<[string, unknown, string]>([
  ["an object", { a: 1 }, "{ a = 1; }"],
  ["nothing", {}, "{ }"],
  ["one in a list", [{ a: 1 }], "{ a = 1; }"],
  ["a file", file("web.nix"), "../web.nix"],
  ["an expression of the host", nix`inputs.self.nixosModules.web`, "inputs.self.nixosModules.web"],
  ["what it uses becomes an argument", { a: pkgs.curl }, "{ pkgs, ... }: { a = pkgs.curl; }"],
  [
    "only that",
    ({ lib: given, pkgs: unused }: Given) => ({ a: given?.x, b: unused ? 1 : 2 }),
    "{ lib, ... }: { a = lib.x; b = 1; }",
  ],
  [
    "all of it, sorted",
    { a: [pkgs.a, lib.b, config.c] },
    "{ config, lib, pkgs, ... }: { a = [ pkgs.a lib.b config.c ]; }",
  ],
  [
    "a name of its own is an argument, too",
    ({ role }: Given) => ({ a: role }),
    "{ role, ... }: { a = role; }",
  ],
  ["a name of the host stays free", { a: nix`inputs.x` }, "{ a = inputs.x; }"],
  ["a fragment that is a set", nix`{ a = pkgs.x; }`, "{ pkgs, ... }: { a = pkgs.x; }"],
  ["a fragment that is a function", nix`{ pkgs, ... }: { }`, "{ pkgs, ... }: { }"],
  ["a function's expression", ({ pkgs: given }: Given) => given?.x, "{ pkgs, ... }: pkgs.x"],
])("%s", (_name, value, text) => {
  const written = write(value);
  expect(written.problems).toEqual([]);
  expect(written.text).toBe(text);
});

test("arguments of specialArgs", () => {
  expect(write({ a: nix`role.x` }, ["role"]).text).toBe("{ role, ... }: { a = role.x; }");
});

test("several are imports, each with arguments of its own", () => {
  const modules = [file("a.nix"), { a: pkgs.x }, () => ({ b: 1 }), [nix`c`, {}]];
  expect(write(modules).text).toBe(
    "{ imports = [ ../a.nix ({ pkgs, ... }: { a = pkgs.x; }) { b = 1; } { imports = [ c { } ]; } ]; }",
  );
});

test("imports of a module are modules", () => {
  const value = { a: 1, imports: [file("a.nix"), ({ lib: given }: Given) => ({ b: given?.x })] };
  expect(write(value).text).toBe(
    "{ imports = [ ../a.nix ({ lib, ... }: { b = lib.x; }) ]; a = 1; }",
  );
  expect(write({ imports: { a: 1 } }).text).toBe("{ imports = [ { a = 1; } ]; }");
  expect(write({ imports: nix`x` }).text).toBe("{ imports = x; }");
});

test("a function is called once", () => {
  let calls = 0;
  write(() => ({ a: (calls += 1) }));
  expect(calls).toBe(1);
});

describe("what is no module", () => {
  test.each<[string, unknown, string, (string | number)[]]>([
    ["a number", 7, "NP058", []],
    ["null", null, "NP058", []],
    ["a class instance", new Date(0), "NP058", []],
    ["undefined in a list", [{}, undefined], "NP058", [1]],
    ["a text among imports", { imports: [{}, "./a.nix"] }, "NP058", ["imports", 1]],
    ["a function that gives nothing", () => undefined, "NP058", []],
    ["a function that gives a function", () => () => ({}), "NP058", []],
    ["a function that gives a list", () => [{}], "NP058", []],
    [
      "a function that throws",
      () => {
        throw new Error("no");
      },
      "NP053",
      [],
    ],
    ["a function that gives a promise", () => Promise.resolve({}), "NP054", []],
  ])("%s", (_name, value, code, path) => {
    expect(write(value).problems).toEqual([[code, ["web", "config", ...path]]]);
  });

  test.each([
    ["./a.nix", 'a file is a module as `file("./a.nix")`'],
    ["/etc/nixos/a", "a file of the host is a module as nix`/etc/nixos/a`"],
    ["/etc/nixos/x.nix", "a file of the host is a module as nix`/etc/nixos/x.nix`"],
    ["/a b/x.nix", 'a file is a module as `file("/a b/x.nix")`'],
    ["<nixpkgs/nixos/a.nix>", "write nix`<nixpkgs/nixos/a.nix>`"],
    ["a", undefined],
  ])("the text %s, with what to write", (text, hint) => {
    expect(moduleHint(text).hint).toBe(hint);
  });

  test("a module that contains itself", () => {
    const module: Record<string, unknown> = {};
    module.imports = [module];
    expect(write(module).problems).toEqual([["NP304", ["web", "config", "imports", 0]]]);
    const list: unknown[] = [{}];
    list.push(list);
    expect(write(list).problems).toEqual([["NP304", ["web", "config", 1]]]);
  });

  test("a function that imports itself", () => {
    const module = (): object => ({ imports: [module] });
    expect(write(module).problems.map(([code]) => code)).toEqual(["NP306"]);
  });

  test("the same module twice is none", () => {
    const module = { a: 1 };
    expect(write([module, { imports: [module] }]).problems).toEqual([]);
  });
});

test("a name that a module asks for and gets is what it wrote, however odd", () => {
  const { text } = write((given: Given) => ({ a: given["odd-name"], has: "anything" in given }));
  expect(text).toBe("{ odd-name, ... }: { a = odd-name; has = true; }");
});

describe("a module's arguments are passed on", () => {
  const role = "role";
  const base = (given: Given): object => ({ a: given.pkgs?.jq, b: given[role] });

  test.each<[string, (given: Given) => object, string]>([
    ["as they are", (given) => base(given), "{ pkgs, role, ... }: { a = pkgs.jq; b = role; }"],
    ["spread", (given) => base({ ...given }), "{ pkgs, role, ... }: { a = pkgs.jq; b = role; }"],
    [
      "as the rest",
      ({ config: own, ...rest }) => ({ ...base(rest), c: own?.x }),
      "{ config, pkgs, role, ... }: { a = pkgs.jq; b = role; c = config.x; }",
    ],
    [
      "with one more",
      (given) => base({ ...given, role: 80 as never }),
      "{ pkgs, ... }: { a = pkgs.jq; b = 80; }",
    ],
    [
      "assigned",
      (given) => base(Object.assign({}, given)),
      "{ pkgs, role, ... }: { a = pkgs.jq; b = role; }",
    ],
    [
      "entry by entry",
      (given) => base(Object.fromEntries(Object.entries(given))),
      "{ pkgs, role, ... }: { a = pkgs.jq; b = role; }",
    ],
    [
      "with one that was set",
      (given) => {
        (given as Record<string, unknown>).role = 80;
        return base({ ...given });
      },
      "{ pkgs, ... }: { a = pkgs.jq; b = 80; }",
    ],
    [
      "unused",
      ({ config: own, ...rest }) => ({ a: Object.keys(rest).length, b: own?.x }),
      "{ config, ... }: { a = 5; b = config.x; }",
    ],
    [
      "as a set",
      (given) => ({ a: given }),
      "{ config, lib, modulesPath, options, pkgs, role, ... }: { a = { inherit config; inherit lib; inherit modulesPath; inherit options; inherit pkgs; inherit role; }; }",
    ],
    [
      "asked for",
      (given) => ({ a: "pkgs" in given, b: Object.hasOwn(given, "x") }),
      "{ a = true; b = false; }",
    ],
  ])("%s", (_how, module, text) => {
    const written = write(module, [role]);
    expect(written.problems).toEqual([]);
    expect(written.text).toBe(text);
  });

  test("a spread takes no name of a template for an argument", () => {
    const { text } = write(
      (given: Given) => ({ ...base({ ...given }), c: nix`inputs.x` }),
      [role, "inputs"],
    );
    expect(text).toBe("{ inputs, pkgs, role, ... }: { a = pkgs.jq; b = role; c = inputs.x; }");
  });
});

test.each(["a b", "with", "7", "", "a.b", "${x}"])("but not %j, which is no name", (name) => {
  expect(write((given: Given) => ({ a: given[name] })).problems).toEqual([
    ["NP058", ["web", "config"]],
  ]);
});
