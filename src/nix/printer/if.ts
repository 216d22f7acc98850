import type { Expression, IfExpression } from "../syntax.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap, type Spacing } from "./document.js";
import { printAny } from "./expression.js";

/** `if … then … else …`; a chain of `else if` is one sequence and never on one line. */
export function printIf(out: DocumentBuilder, expression: IfExpression): void {
  out.group(() => {
    printBranch(out, expression, Gap.line);
  });
}

function printBranch(out: DocumentBuilder, expression: Expression, gap: Spacing): void {
  if (expression.kind !== "if") {
    out.spacing(Gap.line);
    out.nest(() => {
      out.group(() => {
        printAny(out, expression);
      });
    });
    return;
  }
  out.group(() => {
    out.text("if");
    out.spacing(Gap.line);
    out.nest(() => {
      printAny(out, expression.condition);
    });
    out.spacing(Gap.line);
    out.text("then");
  });
  out.spacing(gap);
  out.nest(() => {
    out.group(() => {
      printAny(out, expression.consequence);
    });
  });
  out.spacing(gap);
  out.text("else");
  out.spacing(Gap.space);
  const { alternative } = expression;
  out.marked(alternative.kind === "if" ? alternative.mark : undefined, () => {
    printBranch(out, alternative, Gap.hardLine);
  });
}
