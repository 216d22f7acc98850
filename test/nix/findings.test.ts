import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseNix } from "../../src/nix/parser.js";
import { printFile } from "../../src/nix/printer.js";
import { anyExpression } from "./support/arbitraries.js";
import { findings } from "./support/findings.js";
import { anySource } from "./support/sources.js";
import { textFindings } from "./support/text-findings.js";

/** What each rule finds, and something like it that it lets pass. */
const rules = [
  ["W01 a == true", "a == true", 'a == "true"'],
  ["W02 let in a", "let in a", "let b = 1; in b"],
  ["W03 a = a", "{ a = a; }", "{ inherit a; b = a; }"],
  ["W04 a = b.a", "{ a = b.c.a; }", "{ inherit (b) a; c = b.a; d = b.d or 1; }"],
  ["W05 let {", "let { body = 1; }", "let a = { }; in a"],
  ["W06 let in let in", "let a = 1; in let b = a; in b", "let a = 1; in [ (let b = a; in b) ]"],
  ["W07 x: f x", "x: f a x", "x: f (g x) x"],
  ["W08 (a)", "[ (a) ]", "[ (a b) ]"],
  ["W08 (a b)", "{ a = (a b); }", "{ a = (a b).c; }"],
  ["W10 { ... }:", "{ ... }: 1", "{ a, ... }: a"],
  ["W11 x@{ ... }:", "{ ... }@x: x", "{ a, ... }@x: x a"],
  ["W12 x:y", "[ x:y ]", "[ \"x:y\" ''x:y'' (x: x) ]"],
  ["W14 inherit;", "{ inherit; }", "{ inherit a; }"],
  ["W17 builtins.toPath", "builtins.toPath a", "builtins.path a"],
  ["W18 !(a == b)", "!(a == b)", "!(a -> b)"],
  ["W19 if a ? b then a.b", "if a ? b.c then a.b.c else d", "if a ? b then a.c else d"],
  [
    "W20 a.b a.c a.d",
    "{ a.b = 1; a.c = 1; a.d = 1; }",
    '{ a.b = 1; a.c = 1; "a b".c = 1; "a b".d = 1; }',
  ],
  ["W23 [ ] ++ a", "a ++ [ ]", "a ++ [ b ]"],
  ["unused argument a", "{ a, b }: b", "{ a, b ? a }: b"],
  ["unused argument a", "a: a: a", "_a: b: { inherit b; }"],
  ["unused argument all", "{ a, ... }@all: a", "{ a, ... }@all: all a"],
  ["unused let a", "let a = 1; b = 2; in b", "let a = 1; b = a; in b"],
  ["unused let a", "let a = 1; in let a = 2; in a", "let a = 1; in rec { b = a; }"],
] as const;

describe("the check finds", () => {
  test.each(rules)("%s in `%s` and not in `%s`", (rule, guilty, innocent) => {
    expect(findings(guilty)).toContain(rule);
    expect(findings(innocent).filter((one) => one === rule)).toEqual([]);
  });
});

const runs = { numRuns: 300 * Number(process.env.NIXPAWN_RUNS ?? 1) };

describe("printing adds no parentheses, URIs or old `let` to", () => {
  test("syntax trees", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const { text } = printFile(expression, { directory: "/" });
        // Trying each pair takes a while.
        fc.pre(text.length < 2000);
        expect(textFindings(text)).toEqual([]);
      }),
      runs,
    );
  });

  test("source", () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const { text } = printFile(parseNix(source), { directory: "/" });
        fc.pre(text.length < 2000);
        expect(textFindings(text)).toEqual([]);
      }),
      runs,
    );
  });
});
