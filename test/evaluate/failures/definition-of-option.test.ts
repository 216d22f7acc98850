import { describe, expect, test } from "@jest/globals";
import { file, lib as untyped, nix } from "../../../src/index.js";
import { argumentsOf } from "../../../src/nix/property.js";
import { isNixExpression, nixExpression } from "../../../src/nix/value.js";
import {
  definitionOfOption,
  opaqueModules,
} from "../../../src/evaluate/failures/definition-of-option.js";

const web = () => ({ services: { nginx: { enable: true, virtualHosts: { "a.b": { root: 1 } } } } });
const through = (value: unknown): unknown => (value === web ? web() : value);
const lib = untyped as Readonly<
  Record<"f" | "mkForce" | "mkIf" | "mkMerge" | "mkOverride", (...given: unknown[]) => unknown>
>;
const find = (config: unknown, ...option: string[]) => definitionOfOption(config, option, through);

describe("definitionOfOption", () => {
  test("finds an option in an object, as deep as it goes", () => {
    const config = { services: { nginx: { enable: true } } };
    expect(find(config, "services", "nginx", "enable")).toMatchObject({
      path: ["services", "nginx", "enable"],
      whole: true,
    });
    expect(find(config, "services", "nginx", "user")).toMatchObject({
      path: ["services", "nginx"],
      whole: false,
    });
  });

  test("finds it in a list of modules, in imports, in a function and in the long form", () => {
    const modules = [file("./x.nix"), { imports: [{ a: 1 }, web] }, { config: { b: { c: 1 } } }];
    expect(find(modules, "services", "nginx", "virtualHosts", "a.b", "root").path).toMatchObject([
      ...[1, "imports", 1],
      ...["services", "nginx", "virtualHosts", "a.b", "root"],
    ]);
    expect(find(modules, "b", "c").path).toMatchObject([2, "config", "b", "c"]);
    expect(find(modules, "a").path).toMatchObject([1, "imports", 0, "a"]);
  });

  test("goes into lists by the number of the entry, and stops at expressions", () => {
    const config = { users: [{ name: 1 }, { name: 2 }], x: nix`f { z = 1; }` };
    expect(find(config, "users", "[definition 1-entry 2]", "name").path).toMatchObject([
      ...["users", 1, "name"],
    ]);
    expect(find(config, "x", "y")).toMatchObject({ path: ["x"], whole: false });
  });

  test("knows names with dots that old nixpkgs did not quote", () => {
    const config = { services: { nginx: { virtualHosts: { "a.b.c": { roott: 1 } } } } };
    expect(find(config, ..."services.nginx.virtualHosts.a.b.c.roott".split("."))).toMatchObject({
      path: ["services", "nginx", "virtualHosts", "a.b.c", "roott"],
      names: ["services", "nginx", "virtualHosts", "a.b.c", "roott"],
      whole: true,
    });
  });

  test("finds nothing in what is no module", () => {
    for (const config of [undefined, null, 1, file("./x.nix"), []]) {
      expect(find(config, "a")).toMatchObject({ path: [], whole: false });
    }
  });
});

describe("in lib.mkIf and its kin", () => {
  const meant = (value: unknown): number => (typeof value === "boolean" ? 0 : 1);
  test.each<[string, unknown, unknown]>([
    ["a list of modules", lib.mkMerge([{ a: { b: true } }, { a: { b: "x" } }]), "x"],
    ["a set of options", { a: lib.mkMerge([{ b: true }, { b: "x" }]) }, "x"],
    ["a condition", { a: lib.mkIf(true, { b: "x" }) }, "x"],
    [
      "one in another",
      lib.mkIf(true, lib.mkMerge([{ c: 1 }, { a: lib.mkForce({ b: "x" }) }])),
      "x",
    ],
    ["imports", { imports: [lib.mkIf(true, { a: { b: "x" } })] }, "x"],
    ["an order", { a: lib.mkOverride(50, { b: "x" }) }, "x"],
  ])("%s", (_name, config, expected) => {
    const found = definitionOfOption(config, ["a", "b"], through, meant);
    expect([found.whole, found.value]).toEqual([true, expected]);
    // A step into a call is the number of an argument.
    const inner = found.path.reduce<unknown>((value, step) => {
      if (!isNixExpression(value)) return (value as Record<string | number, unknown>)[step];
      const source = value[nixExpression];
      return source.kind === "reference" ? argumentsOf(source)[Number(step)] : undefined;
    }, config);
    expect(inner).toBe(expected);
  });

  test("another function's arguments are none of it", () => {
    expect(find({ a: lib.f({ b: 1 }) }, "a", "b")).toMatchObject({ path: ["a"], whole: false });
  });
});

describe("of several definitions", () => {
  const option = ["a", "[definition 2-entry 1]"];
  const config = { a: lib.mkMerge([[1], ["x"]]) };

  test("the one whose number Nix names", () => {
    expect(definitionOfOption(config, option, through).value).toBe("x");
    const others = ["a", "[definition 5-entry 1]"];
    expect(definitionOfOption(config, others, through).value).toBe(1);
  });

  test("the one with the value that Nix shows, whatever the number", () => {
    const rank = (value: unknown): number => (value === 1 ? 2 : 1);
    expect(definitionOfOption(config, option, through, rank).value).toBe(1);
  });
});

describe("in a template", () => {
  test("by the names in its text, as deep as they go", () => {
    const config = [{ b: 1 }, nix`{ a = { b.c = 3; }; }`];
    const found = find(config, "a", "b", "c");
    expect(found).toMatchObject({ path: [1], names: ["a", "b", "c"], whole: true });
    expect(found.inText?.value).toBe("3");
    expect(find(config, "a", "x")).toMatchObject({ path: [1], whole: false });
    expect(find({ a: nix`{ b.c = 3; }` }, "a", "b", "c")).toMatchObject({
      path: ["a"],
      whole: true,
    });
  });

  test("not in its comments, its strings and what it reads", () => {
    const config = nix`{ config, ... }: { x = config.a.b; y = "a.b = 1"; /* a.b = 1; */ }`;
    expect(find(config, "a", "b")).toMatchObject({ path: [], whole: false });
  });

  test("modules that cannot be looked into", () => {
    const modules = [{ imports: [nix`{ }`] }, web, file("./x.nix")];
    expect(opaqueModules(modules, through)).toEqual([[0, "imports", 0], [2]]);
  });
});
