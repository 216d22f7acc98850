import type { BinaryOperator, Expression } from "../syntax.js";
import { pathExpression } from "./files.js";

/** An expression in parentheses: only the printer knows these. */
export interface Parenthesized {
  readonly kind: "parenthesized";
  readonly inner: Expression;
}

export type Printable = Expression | Parenthesized;

/** How tightly the forms of the grammar bind, tightest first (Nix manual, "Operators"). */
export const Binding = {
  /** Parentheses in any case. */
  nothing: -1,
  simple: 0,
  select: 1,
  call: 2,
  negate: 3,
  hasAttribute: 4,
  concat: 5,
  multiply: 6,
  add: 7,
  not: 8,
  update: 9,
  compare: 10,
  equal: 11,
  and: 12,
  or: 13,
  imply: 14,
  /** Anything: `let`, lambdas and the like reach as far to the right as they can. */
  any: 15,
} as const;

type Side = "left" | "right" | "none";

const operators: Readonly<Record<BinaryOperator, readonly [number, Side]>> = {
  "++": [Binding.concat, "right"],
  "*": [Binding.multiply, "left"],
  "/": [Binding.multiply, "left"],
  "+": [Binding.add, "left"],
  "-": [Binding.add, "left"],
  "//": [Binding.update, "right"],
  "<": [Binding.compare, "none"],
  "<=": [Binding.compare, "none"],
  ">": [Binding.compare, "none"],
  ">=": [Binding.compare, "none"],
  "==": [Binding.equal, "none"],
  "!=": [Binding.equal, "none"],
  "&&": [Binding.and, "left"],
  "||": [Binding.or, "left"],
  "->": [Binding.imply, "right"],
};

function bindingOf(expression: Printable): number {
  switch (expression.kind) {
    case "identifier":
    case "string":
    case "path":
    case "search-path":
    case "file":
    case "attribute-set":
    case "list":
    case "parenthesized":
    case "integer":
    case "float":
      return Binding.simple;
    case "select":
      return Binding.select;
    case "call":
      return Binding.call;
    case "has-attribute":
      return Binding.hasAttribute;
    case "unary":
      return expression.operator === "-" ? Binding.negate : Binding.not;
    case "binary":
      return operators[expression.operator][0];
    case "lambda":
    case "let":
    case "with":
    case "assert":
    case "if":
    case "verbatim":
      return Binding.any;
  }
}

/** The expression (a file as a path), in parentheses if it binds less tightly than its place allows. */
export function placed(expression: Expression, loosest: number, directory: string): Printable {
  const printable = expression.kind === "file" ? pathExpression(expression, directory) : expression;
  return bindingOf(printable) > loosest ? { kind: "parenthesized", inner: printable } : printable;
}

/** The loosest binding an operand of a binary operator may have. */
export function operandBinding(operator: BinaryOperator, side: "left" | "right"): number {
  const [binding, associative] = operators[operator];
  return associative === side ? binding : binding - 1;
}
