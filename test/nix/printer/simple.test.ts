import { describe, expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";
import {
  fitsOneLine,
  isAbsorbable,
  isAbsorbableExpression,
  isPlainPath,
  isSimple,
} from "../../../src/nix/printer/simple.js";

describe("absorbable, and whole expressions that are", () => {
  test.each([
    ["{ a = 1; }", true, true],
    ["{ # a\n}", true, true],
    ["[ 1 ]", true, true],
    ["''\n  a\n''", true, true],
    ["{ }", false, false],
    ["[ ]", false, false],
    ["''a \"b\"''", false, false],
    ['"a"', false, false],
    ["a: [ 1 ]", false, true],
    ["a: b: { c = 1; }", false, true],
    ["{ a }: [ 1 ]", false, false],
    ["a: b", false, false],
    ["with a; [ 1 ]", false, true],
    ["with a; b", false, false],
  ])("%s: %s, %s", (source, term, whole) => {
    expect(isAbsorbable(parseNix(source))).toBe(term);
    expect(isAbsorbableExpression(parseNix(source))).toBe(whole);
  });
});

test.each([
  ["a", true],
  ["a.b", true],
  ["f a.b 1", true],
  ["f (g a) b", true],
  ["f a b c", false],
  ["a.b or c", false],
  ['a."b c"', false],
  ["[ ]", false],
  ["a + b", false],
  ["./a", true],
])("%s is simple: %s", (source, simple) => {
  expect(isSimple(parseNix(source), "/")).toBe(simple);
});

test.each([
  ["{ a, b, ... }: c", true],
  ["{ a, b, c }: d", false],
  ["{ a ? 1 }: b", false],
  ["{ a # c\n }: b", false],
])("%j fits on one line: %s", (source, fits) => {
  const parsed = parseNix(source);
  if (parsed.kind !== "lambda" || parsed.parameter.kind !== "formals") throw new TypeError(source);
  expect(fitsOneLine(parsed.parameter)).toBe(fits);
});

test("plain paths are words alone", () => {
  expect(isPlainPath(["a", "b-c"])).toBe(true);
  expect(isPlainPath(["a", "if"])).toBe(false);
  expect(isPlainPath([{ kind: "string", style: "quoted", parts: [] }])).toBe(false);
});
