import { expect, test } from "@jest/globals";
import { attributeSet, binary, call, identifier, list, select } from "../../../src/nix/build.js";
import { printExpression } from "../../../src/nix/printer.js";
import type { Expression } from "../../../src/nix/syntax.js";

const verbatim: Expression = { kind: "verbatim", parts: ["a |> b"], words: new Set() };
const lines: Expression = { kind: "verbatim", parts: ["a\n|> b"], words: new Set() };

test.each<[Expression, string]>([
  [verbatim, "a |> b"],
  [lines, "a\n|> b"],
  [call(identifier("f"), verbatim), "f (a |> b)"],
  [list([verbatim]), "[ (a |> b) ]"],
  [select(verbatim, ["c"]), "(a |> b).c"],
  [binary("+", identifier("c"), verbatim), "c + (a |> b)"],
  [attributeSet({ c: verbatim }), "{ c = a |> b; }"],
  [{ kind: "search-path", path: "nixpkgs/lib" }, "<nixpkgs/lib>"],
  [{ kind: "unary", operator: "-", operand: { kind: "file", path: "/a" } }, "-(/a)"],
  [
    { kind: "unary", operator: "-", operand: { kind: "unary", operator: "!", operand: verbatim } },
    "-(!(a |> b))",
  ],
])("%j is printed as %s", (expression, text) => {
  expect(printExpression(expression)).toBe(text);
});
