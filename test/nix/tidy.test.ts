import { describe, expect, test } from "@jest/globals";
import { attributeSet, binding, integer } from "../../src/nix/build.js";
import { parseNix } from "../../src/nix/parser.js";
import { printExpression } from "../../src/nix/printer.js";
import { collapse, joinTrivia, tidied } from "../../src/nix/tidy.js";
import { meaning } from "./support/trees.js";

function tidy(source: string): string {
  return printExpression(tidied(parseNix(source))).replace(/\s+/g, " ");
}

describe("tidied:", () => {
  test.each([
    ["{ a = a; }", "{ inherit a; }"],
    ["{ a = b.a; }", "{ inherit (b) a; }"],
    ["{ a = b.c.a; }", "{ inherit (b.c) a; }"],
    ["{ a = (f b).a; }", "{ inherit (f b) a; }"],
    ["[ { a = { b = b; }; } ]", "[ { a = { inherit b; }; } ]"],
    ["x: { a = x.a; }", "x: { inherit (x) a; }"],
    ['{ a = b."a"; }', "{ inherit (b) a; }"],
    ["(a.b).c", "a.b.c"],
    // Of `a.b.c or d`, the fallback would be for `b`, too.
    ["((a.b).c).d or e", "(a.b.c).d or e"],
    ["let a = b.a; in a", "let inherit (b) a; in a"],
    ["rec { a = b.a; }", "rec { inherit (b) a; }"],
    // A comment stays with its binding
    ["{ a = /* why */ a; }", "{ # why inherit a; }"],
  ])("%s becomes %s", (source, tidySource) => {
    expect(tidy(source)).toBe(tidySource);
  });

  test.each([
    // Its own name is another variable there.
    "rec { a = a; }",
    "let a = a; in a",
    "rec { a = a.a; }",
    "{ a = b.a or c; }",
    '{ "a b" = x."a b"; }',
    "{ a.b = b; }",
    "{ ${a} = a; }",
    "{ a = b; }",
    "(a.b or c).d",
  ])("%s stays", (source) => {
    expect(meaning(tidied(parseNix(source)))).toEqual(meaning(parseNix(source)));
  });
});

const one = { kind: "line", text: " one" } as const;
const two = { kind: "line", text: " two" } as const;

test("a collapsed binding keeps the comments of all levels", () => {
  const inner = { ...binding("b", integer(1)), trivia: { before: [two], after: "three" } };
  const outer = { ...binding("a", attributeSet([inner])), trivia: { before: [one] } };
  expect(collapse(outer)).toEqual({
    kind: "binding",
    path: ["a", "b"],
    value: integer(1),
    trivia: { before: [one, two], after: "three" },
  });
  // Comments at the end of the set have no place in a path.
  const closing = { ...attributeSet([inner]), closing: [one] };
  expect(collapse(binding("a", closing))).toEqual(binding("a", closing));
  expect(joinTrivia({ after: "a" }, { after: "b" })).toEqual({ after: "a b" });
  expect(joinTrivia(undefined, undefined)).toBeUndefined();
});
