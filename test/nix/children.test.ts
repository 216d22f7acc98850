import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { identifier } from "../../src/nix/build.js";
import { eachChild, mapChildren } from "../../src/nix/children.js";
import { parseNix } from "../../src/nix/parser.js";
import { printExpression } from "../../src/nix/printer.js";
import { anyExpression } from "./support/arbitraries.js";

test.each([
  ["a.${b}.c or d", "x.${x}.c or x"],
  ["a ? ${b}.c", "x ? ${x}.c"],
  ["f a b", "x x x"],
  ["{ a ? b, c, ... }: d", "{\n  a ? x,\n  c,\n  ...\n}:\nx"],
  ['{ ${a}."b${c}" = d; }', '{ ${x}."b${x}" = x; }'],
  ["{ inherit (a) b; }", "{ inherit (x) b; }"],
  ["let a = b; in c", "let\n  a = x;\nin\nx"],
  ["with a; b", "with x; x"],
  ["assert a; b", "assert x;\nx"],
  ["if a then b else c", "if x then x else x"],
  ["-a", "-x"],
  ["a + b", "x + x"],
  ["[ a [ b ] ]", "[\n  x\n  x\n]"],
  ['"a${b}"', '"a${x}"'],
  ["./a/${b}", "./a/${x}"],
  ["a", "a"],
])("of `%s`, all are changed: `%s`", (source, changed) => {
  expect(printExpression(mapChildren(parseNix(source), () => identifier("x")))).toBe(changed);
});

test("a visit sees what a change would change, in the same order", () => {
  fc.assert(
    fc.property(anyExpression, (expression) => {
      const [changed, visited]: unknown[][] = [[], []];
      mapChildren(expression, (child) => {
        changed?.push(child);
        return child;
      });
      eachChild(expression, (child) => visited?.push(child));
      expect(visited).toEqual(changed);
    }),
  );
});

test("without a change, a tree is the same", () => {
  fc.assert(
    fc.property(anyExpression, (expression) => {
      expect(mapChildren(expression, (child) => child)).toEqual(expression);
    }),
  );
});
