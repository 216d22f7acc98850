import { expect, test } from "@jest/globals";
import { binary, identifier } from "../../../src/nix/build.js";
import { parseNix } from "../../../src/nix/parser.js";
import { operandBinding, placed } from "../../../src/nix/printer/positions.js";
import { printExpression } from "../../../src/nix/printer.js";
import type { BinaryOperator, Expression } from "../../../src/nix/syntax.js";
import { meaning } from "../support/trees.js";

const operators = "* / + - ++ // < <= > >= == != && || ->".split(" ") as BinaryOperator[];
const [a, b, c] = ["a", "b", "c"].map((name) => identifier(name)) as [
  Expression,
  Expression,
  Expression,
];

function reads(text: string, tree: Expression): boolean {
  try {
    return JSON.stringify(meaning(parseNix(text))) === JSON.stringify(meaning(tree));
  } catch {
    return false;
  }
}

test("operands are in parentheses where they are read as something else without, and nowhere else", () => {
  const wrong: string[] = [];
  for (const outer of operators) {
    for (const inner of operators) {
      const left = binary(outer, binary(inner, a, b), c);
      const right = binary(outer, a, binary(inner, b, c));
      for (const [tree, bare] of [
        [left, `a ${inner} b ${outer} c`],
        [right, `a ${outer} b ${inner} c`],
      ] as const) {
        const text = printExpression(tree);
        if (!reads(text, tree)) wrong.push(text);
        // A chain is written without them either way, since it is the same: `a ++ (b ++ c)`.
        if (text.includes("(") === reads(bare, tree)) wrong.push(`${text} for ${bare}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test.each<[Expression, BinaryOperator, "left" | "right", string]>([
  [{ kind: "unary", operator: "-", operand: a }, "*", "left", "unary"],
  [{ kind: "unary", operator: "!", operand: a }, "*", "left", "parenthesized"],
  [{ kind: "unary", operator: "!", operand: a }, "&&", "right", "unary"],
  [{ kind: "has-attribute", target: a, path: ["b"] }, "++", "left", "has-attribute"],
  [
    { kind: "lambda", parameter: { kind: "name", name: "x" }, body: a },
    "->",
    "right",
    "parenthesized",
  ],
  [{ kind: "verbatim", parts: ["a |> b"], words: new Set() }, "->", "left", "parenthesized"],
  [{ kind: "file", path: "/a b" }, "+", "right", "parenthesized"],
  [{ kind: "file", path: "/a b" }, "+", "left", "binary"],
  [{ kind: "file", path: "/ab" }, "*", "left", "path"],
])("%j beside %s, %s, is %s", (operand, operator, side, kind) => {
  expect(placed(operand, operandBinding(operator, side), "/").kind).toBe(kind);
});
