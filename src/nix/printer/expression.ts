import {
  unreachable,
  type Expression,
  type UnaryExpression,
  type VerbatimExpression,
} from "../syntax.js";
import { printApplication } from "./application.js";
import { printAssert } from "./assert.js";
import { printAttributePath, printAttributeSet, printLet } from "./bindings.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap } from "./document.js";
import { printIf } from "./if.js";
import { printLambda } from "./lambda.js";
import { printOperation } from "./operators.js";
import { floatText } from "./numbers.js";
import { Binding, placed, type Printable } from "./positions.js";
import { printParts, printString } from "./strings.js";
import { printList, printParenthesized, printSelect } from "./terms.js";
import { printWith } from "./with.js";

/** Prints an expression where any expression may stand. */
export function printAny(out: DocumentBuilder, expression: Expression): void {
  print(out, placed(expression, Binding.any, out.directory));
}

/** Prints an expression at a place that the grammar gives to forms up to `loosest`. */
export function printPlaced(out: DocumentBuilder, expression: Expression, loosest: number): void {
  print(out, placed(expression, loosest, out.directory));
}

/** Prints what `placed` gave; lists as a group of their own. */
export function print(out: DocumentBuilder, expression: Printable): void {
  if (expression.kind === "list") {
    out.group(() => {
      printUngrouped(out, expression);
    });
  } else {
    printUngrouped(out, expression);
  }
}

/** The same, for places whose group decides on the lines of a list or set. */
export function printUngrouped(out: DocumentBuilder, expression: Printable, wide = false): void {
  if (expression.kind === "parenthesized") {
    printParenthesized(out, expression);
    return;
  }
  out.marked(expression.mark, () => {
    printForm(out, expression, wide);
  });
}

function printForm(out: DocumentBuilder, expression: Expression, wide: boolean): void {
  switch (expression.kind) {
    case "identifier":
      out.text(expression.name);
      return;
    case "integer":
      out.text(String(expression.value));
      return;
    case "float":
      out.text(floatText(expression.value));
      return;
    case "string":
      printString(out, expression);
      return;
    case "path":
      printParts(out, expression.parts, (text) => text);
      return;
    case "search-path":
      out.text(`<${expression.path}>`);
      return;
    case "file":
      print(out, placed(expression, Binding.any, out.directory));
      return;
    case "attribute-set":
      printAttributeSet(out, expression, wide);
      return;
    case "list":
      printList(out, expression, Gap.hardLine);
      return;
    case "select":
      printSelect(out, expression);
      return;
    case "has-attribute":
      printPlaced(out, expression.target, Binding.negate);
      out.spacing(Gap.softLine);
      out.text("?");
      out.spacing(Gap.space);
      printAttributePath(out, expression.path);
      return;
    case "call":
      printApplication(out, expression);
      return;
    case "lambda":
      printLambda(out, expression);
      return;
    case "let":
      printLet(out, expression);
      return;
    case "with":
      printWith(out, expression);
      return;
    case "assert":
      printAssert(out, expression);
      return;
    case "if":
      printIf(out, expression);
      return;
    case "unary":
      printUnary(out, expression);
      return;
    case "binary":
      printOperation(out, expression);
      return;
    case "verbatim":
      printVerbatim(out, expression);
      return;
    default:
      unreachable(expression);
  }
}

function printVerbatim(out: DocumentBuilder, { parts }: VerbatimExpression): void {
  for (const part of parts) {
    if (typeof part !== "string") printPlaced(out, part, Binding.simple);
    else if (part !== "") out.text(part, part.includes("\n") ? "raw" : "plain");
  }
}

function printUnary(out: DocumentBuilder, { operator, operand }: UnaryExpression): void {
  out.text(operator);
  // `-./a` would be read as one path.
  const negated = startsWithPath(operand) ? Binding.nothing : Binding.negate;
  const loosest = operator === "!" ? Binding.not : negated;
  printPlaced(out, operand, loosest);
}

function startsWithPath(expression: Expression): boolean {
  if (expression.kind === "call") return startsWithPath(expression.callee);
  return expression.kind === "path" || expression.kind === "file";
}
