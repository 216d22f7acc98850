import type { WithExpression } from "../syntax.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap } from "./document.js";
import { printAny, printUngrouped } from "./expression.js";

export function printWith(out: DocumentBuilder, expression: WithExpression): void {
  out.group(() => {
    printScope(out, expression);
  });
  out.spacing(Gap.line);
  printAny(out, expression.body);
}

/** A body that may start on the line of the `with`. */
export function printAbsorbedWith(out: DocumentBuilder, expression: WithExpression): void {
  out.group(() => {
    out.spacing(Gap.break);
    printScope(out, expression);
    out.spacing(Gap.space);
    out.group(() => {
      printUngrouped(out, expression.body, true);
    }, "priority");
  });
}

function printScope(out: DocumentBuilder, { scope }: WithExpression): void {
  out.text("with");
  out.spacing(Gap.space);
  out.nest(() => {
    out.group(() => {
      printAny(out, scope);
    });
  });
  out.text(";");
}
