import { describe, expect, test } from "@jest/globals";
import { printExpression } from "../../src/nix/printer.js";
import { converted, nix, printed, reference } from "./support/values.js";

test("names are sorted by code units, the same on every machine", () => {
  const value = { b: 1, B: 1, a: 1, é: 1, "😀": 1, "\uffff": 1, "10": 1, "9": 1, "a-b": 1, a_b: 1 };
  const names = printed(value)
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim().split(" = ")[0]);
  expect(names).toEqual(['"10"', '"9"', "B", "a", "a-b", "a_b", "b", '"é"', '"😀"', '"\uffff"']);
});

test("imports come first where a module is written", () => {
  const value = { a: 1, imports: [], zones: { imports: 1, a: 2 } };
  expect(printExpression(converted(value, { importsFirst: true }).expression)).toBe(
    "{\n  imports = [ ];\n  a = 1;\n  zones = {\n    a = 2;\n    imports = 1;\n  };\n}",
  );
  expect(printed(value).startsWith("{\n  a = 1;\n  imports")).toBe(true);
});

describe("a set is written as", () => {
  test.each<[string, object, string]>([
    ["a path, where it holds one name", { a: { b: { c: 1 } } }, "{ a.b.c = 1; }"],
    ["a path of any names", { a: { "b c": { if: 1 } } }, '{ a."b c"."if" = 1; }'],
    [
      "itself, where it holds more",
      { a: { b: 1, c: 2 } },
      "{\n  a = {\n    b = 1;\n    c = 2;\n  };\n}",
    ],
    ["itself, where it is empty", { a: { b: {} } }, "{ a.b = { }; }"],
    [
      "inherits",
      { a: reference("a"), b: reference("x", "y", "b") },
      "{\n  inherit a;\n  inherit (x.y) b;\n}",
    ],
    ["no inherit of a quoted name", { "a b": reference("x", "a b") }, '{ "a b" = x."a b"; }'],
    ["no path into a fragment's inherit", { a: nix`{ inherit b; }` }, "{ a = { inherit b; }; }"],
    ["a path into a fragment's set", { a: nix`{ b = 1; }` }, "{ a.b = 1; }"],
    [
      "no path into a recursive set",
      { a: nix`rec { b = 1; }` },
      "{\n  a = rec {\n    b = 1;\n  };\n}",
    ],
  ])("%s", (_what, value, text) => {
    expect(printed(value)).toBe(text);
  });
});

test("what cannot be read or named is a problem at its key", () => {
  const value = {
    get a(): never {
      throw new Error("not today");
    },
    get b(): never {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw "a string";
    },
    get b2(): never {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw reference("pkgs");
    },
    "c\ud800": 1,
    [Symbol("d")]: 1,
    e: 1,
  };
  const { expression, problems } = converted(value);
  expect(problems.map(({ code, message, path, atKey }) => [code, message, path, atKey])).toEqual([
    ["NP307", "reading this property failed: not today", ["web", "a"], undefined],
    ["NP307", "reading this property failed: a string", ["web", "b"], undefined],
    ["NP307", "reading this property failed: a Nix expression", ["web", "b2"], undefined],
    [
      "NP303",
      "this name has half of a surrogate pair, which is no character",
      ["web", "c\ud800"],
      true,
    ],
    ["NP301", "`Symbol(d)` is the name of a property here, and no text", ["web"], undefined],
  ]);
  expect(printExpression(expression)).toBe(
    "{\n  a = null;\n  b = null;\n  b2 = null;\n  e = 1;\n}",
  );
});
