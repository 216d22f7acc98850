import type { BinaryExpression, BinaryOperator } from "../syntax.js";
import { printApplication } from "./application.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap } from "./document.js";
import { print, printPlaced, printUngrouped } from "./expression.js";
import { operandBinding, placed, type Printable } from "./positions.js";
import { isAbsorbable } from "./simple.js";

const comparisons: ReadonlySet<BinaryOperator> = new Set(["<", "<=", ">", ">=", "==", "!="]);

export function printOperation(out: DocumentBuilder, operation: BinaryExpression): void {
  if (!comparisons.has(operation.operator)) {
    printChain(out, operation, false);
    return;
  }
  printPlaced(out, operation.left, operandBinding(operation.operator, "left"));
  out.spacing(Gap.softLine);
  out.text(operation.operator);
  out.spacing(Gap.space);
  printPlaced(out, operation.right, operandBinding(operation.operator, "right"));
}

/** A chain of one operator: all operands at one level, each operator at the start of its line. */
export function printChain(
  out: DocumentBuilder,
  operation: BinaryExpression,
  wideFirst: boolean,
): void {
  out.group(() => {
    printLinks(out, operation, (first) => {
      if (wideFirst && isAbsorbable(first)) printUngrouped(out, first, true);
      else print(out, first);
    });
  });
}

/** The operands and operators of a chain; those of an operand that is a chain, within its mark. */
function printLinks(
  out: DocumentBuilder,
  operation: BinaryExpression,
  printFirst: (operand: Printable) => void,
): void {
  const { operator } = operation;
  const printLink = (side: "left" | "right", printAlone: (operand: Printable) => void): void => {
    const operand = placed(operation[side], operandBinding(operator, side), out.directory);
    if (operand.kind !== "binary" || operand.operator !== operator) {
      printAlone(operand);
      return;
    }
    out.marked(operand.mark, () => {
      printLinks(out, operand, printAlone);
    });
  };
  printLink("left", printFirst);
  out.spacing(Gap.line);
  out.text(operator);
  printLink("right", (operand) => {
    out.nest(() => {
      printOperand(out, operand);
    });
  });
}

function printOperand(out: DocumentBuilder, operand: Printable): void {
  if (operand.kind === "binary") {
    out.group(() => {
      out.spacing(Gap.line);
      print(out, operand);
    });
  } else if (operand.kind === "call") {
    out.group(() => {
      out.spacing(Gap.space);
      out.marked(operand.mark, () => {
        printApplication(out, operand, { before: Gap.line });
      });
    });
  } else {
    out.spacing(Gap.space);
    print(out, operand);
  }
}

/** The operands of a chain: those of operands with the same operator that need no parentheses. */
export function operands(operation: BinaryExpression, directory: string): readonly Printable[] {
  const { operator } = operation;
  return (["left", "right"] as const).flatMap((side) => {
    const operand = placed(operation[side], operandBinding(operator, side), directory);
    return operand.kind === "binary" && operand.operator === operator
      ? operands(operand, directory)
      : [operand];
  });
}
