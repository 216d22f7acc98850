import { binary } from "../build.js";
import type { BinaryOperator, Expression } from "../syntax.js";
import { parseAttributePath } from "./bindings.js";
import type { TokenStream } from "./stream.js";
import { parseApplication } from "./terms.js";

/** Levels as in the Nix manual's table of operators; a higher one binds less tightly. */
const negation = 3;
const hasAttribute = 4;
const not = 8;
const loosest = 14;

interface Level {
  readonly level: number;
  readonly associative: "left" | "right" | "none";
}

const levels: ReadonlyMap<string, Level> = new Map<BinaryOperator, Level>([
  ["++", { level: 5, associative: "right" }],
  ["*", { level: 6, associative: "left" }],
  ["/", { level: 6, associative: "left" }],
  ["+", { level: 7, associative: "left" }],
  ["-", { level: 7, associative: "left" }],
  ["//", { level: 9, associative: "right" }],
  ["<", { level: 10, associative: "none" }],
  ["<=", { level: 10, associative: "none" }],
  [">", { level: 10, associative: "none" }],
  [">=", { level: 10, associative: "none" }],
  ["==", { level: 11, associative: "none" }],
  ["!=", { level: 11, associative: "none" }],
  ["&&", { level: 12, associative: "left" }],
  ["||", { level: 13, associative: "left" }],
  ["->", { level: 14, associative: "right" }],
]);

function isOperator(text: string): text is BinaryOperator {
  return levels.has(text);
}

/** Operators and what binds tighter; no `let`, `if`, lambda and so on. */
export function parseOperation(stream: TokenStream, limit = loosest): Expression {
  return stream.chained((heighten) => parseChain(stream, limit, heighten));
}

function parseChain(stream: TokenStream, limit: number, heighten: () => void): Expression {
  let left = parsePrefix(stream);
  /** The level of an operator that cannot be chained, when it was the last one. */
  let closed: number | undefined;
  for (;;) {
    if (stream.sees("?")) {
      if (hasAttribute > limit) return left;
      stream.take();
      heighten();
      left = { kind: "has-attribute", target: left, path: parseAttributePath(stream) };
      closed = undefined;
      continue;
    }
    const { kind, text } = stream.peek();
    const found = kind === "punctuation" ? levels.get(text) : undefined;
    if (found === undefined || !isOperator(text) || found.level > limit) return left;
    const { level, associative } = found;
    if (associative === "none" && closed === level) {
      stream.fail("comparisons cannot be chained: put one in parentheses");
    }
    stream.take();
    heighten();
    const right = parseOperand(stream, associative === "right" ? level : level - 1);
    left = binary(text, left, right);
    closed = associative === "none" ? level : undefined;
  }
}

function parseOperand(stream: TokenStream, limit: number): Expression {
  return stream.nested(() => parseOperation(stream, limit));
}

function parsePrefix(stream: TokenStream): Expression {
  if (stream.takeIf("!")) {
    return { kind: "unary", operator: "!", operand: parseOperand(stream, not) };
  }
  if (stream.takeIf("-")) {
    return { kind: "unary", operator: "-", operand: parseOperand(stream, negation) };
  }
  return parseApplication(stream);
}
