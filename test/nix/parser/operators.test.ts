import { expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";
import type { AttributePath, Expression } from "../../../src/nix/syntax.js";

/** A tree of operators with all its parentheses. */
function shown(one: Expression): string {
  if (one.kind === "binary") return `(${shown(one.left)} ${one.operator} ${shown(one.right)})`;
  if (one.kind === "unary") return `(${one.operator}${shown(one.operand)})`;
  if (one.kind === "has-attribute") return `(${shown(one.target)} ? ${names(one.path)})`;
  if (one.kind === "call") return `(${[one.callee, ...one.arguments].map(shown).join(" ")})`;
  if (one.kind === "select") {
    const fallback = one.fallback === undefined ? "" : ` or ${shown(one.fallback)}`;
    return `${shown(one.target)}.${names(one.path)}${fallback}`;
  }
  return one.kind === "identifier" ? one.name : one.kind;
}

function names(path: AttributePath): string {
  return path.map((name) => (typeof name === "string" ? name : name.kind)).join(".");
}

test.each([
  ["a + b + c", "((a + b) + c)"],
  ["a - b - c", "((a - b) - c)"],
  ["a * b / c", "((a * b) / c)"],
  ["a ++ b ++ c", "(a ++ (b ++ c))"],
  ["a // b // c", "(a // (b // c))"],
  ["a -> b -> c", "(a -> (b -> c))"],
  ["a && b && c", "((a && b) && c)"],
  ["a || b && c", "(a || (b && c))"],
  ["a -> b || c", "(a -> (b || c))"],
  ["a == b && c", "((a == b) && c)"],
  ["a < b == c", "((a < b) == c)"],
  ["a // b < c", "((a // b) < c)"],
  ["!a // b", "((!a) // b)"],
  ["!a + b", "(!(a + b))"],
  ["!a == b", "((!a) == b)"],
  ["a + b ++ c", "(a + (b ++ c))"],
  ["a * b ++ c", "(a * (b ++ c))"],
  ["a + b * c", "(a + (b * c))"],
  ["-a + b", "((-a) + b)"],
  ["-a ? b", "((-a) ? b)"],
  ["- -a", "(-(-a))"],
  ["-f a", "(-(f a))"],
  ["!a ? b", "(!(a ? b))"],
  ["a ? b && c", "((a ? b) && c)"],
  ["f a ? b.c", "((f a) ? b.c)"],
  ["f a b + g c", "((f a b) + (g c))"],
  ["f a.b c.d or e", "(f a.b c.d or e)"],
  ["a.b or c.d", "a.b or c.d"],
  ["a - b", "(a - b)"],
  ["a -b", "(a - b)"],
  ["a-b", "a-b"],
  ["(a)", "a"],
])("%s is %s", (source, tree) => {
  expect(shown(parseNix(source))).toBe(tree);
});

test.each([
  ["a < b < c", "comparisons cannot be chained: put one in parentheses, found `<`"],
  ["a == b != c", "comparisons cannot be chained: put one in parentheses, found `!=`"],
  ["a +", "expected an expression, found the end"],
  ["* a", "expected an expression, found `*`"],
  ["a ? 1", "expected the name of an attribute, found `1`"],
])("%s: %s", (source, message) => {
  expect(() => parseNix(source)).toThrow(message);
});
