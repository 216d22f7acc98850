import type { Comment, Formal, LambdaExpression, Parameter } from "../syntax.js";
import { printValue } from "./bindings.js";
import type { DocumentBuilder } from "./builder.js";
import { printClosing, printWithTrivia } from "./comments.js";
import { Gap } from "./document.js";
import { print, printAny, printUngrouped } from "./expression.js";
import { Binding, placed } from "./positions.js";
import { fitsOneLine, isAbsorbable, isAbsorbableExpression } from "./simple.js";
import { printAbsorbed } from "./terms.js";

export function printLambda(out: DocumentBuilder, lambda: LambdaExpression): void {
  if (lambda.parameter.kind === "formals") {
    const { as, asLast = false } = lambda.parameter;
    if (as !== undefined && !asLast) out.text(`${as}@`);
    printFormals(out, lambda.parameter);
    out.text(as !== undefined && asLast ? `@${as}:` : ":");
    printBody(out, lambda);
    return;
  }
  out.group(() => {
    out.spacing(Gap.break);
    printNames(out, lambda, 1);
  });
}

/** nixfmt keeps a body on a line of its own there, except after a pattern with a name. */
function printBody(out: DocumentBuilder, { parameter, body }: LambdaExpression): void {
  if (parameter.kind === "name" || parameter.as === undefined) {
    out.spacing(Gap.hardLine);
    printAny(out, body);
    return;
  }
  out.spacing(Gap.line);
  if (isAbsorbable(body)) {
    out.group(() => {
      printUngrouped(out, body, true);
    });
  } else {
    printAny(out, body);
  }
}

/** Plain parameters that follow each other are one sequence: `a: b: body`. */
function printNames(out: DocumentBuilder, lambda: LambdaExpression, depth: number): void {
  const { parameter, body } = lambda;
  if (parameter.kind !== "name") return;
  out.text(`${parameter.name}:`);
  if (body.kind === "lambda" && body.parameter.kind === "name") {
    out.spacing(Gap.space);
    out.marked(body.mark, () => {
      printNames(out, body, depth + 1);
    });
    return;
  }
  const printable = placed(body, Binding.any, out.directory);
  if (isAbsorbableExpression(printable)) {
    out.spacing(Gap.space);
    out.group(() => {
      printAbsorbed(out, printable, false);
    }, "priority");
    return;
  }
  out.spacing(depth <= 2 ? Gap.line : Gap.hardLine);
  print(out, printable);
}

function printFormals(
  out: DocumentBuilder,
  parameter: Extract<Parameter, { kind: "formals" }>,
): void {
  const { formals, ellipsis, closing } = parameter;
  if (formals.length === 0 && !ellipsis) {
    printEmptyFormals(out, closing);
    return;
  }
  const gap = fitsOneLine(parameter) ? Gap.line : Gap.hardLine;
  out.group(() => {
    out.text("{");
    out.spacing(gap, true);
    out.nest(() => {
      for (const [index, formal] of formals.entries()) {
        if (index > 0) out.spacing(gap);
        printFormal(out, formal, !ellipsis && index === formals.length - 1);
      }
      if (formals.length > 0 && ellipsis) out.spacing(gap);
      if (ellipsis) {
        printClosing(out, closing);
        if (closing !== undefined) out.spacing(Gap.hardLine);
        out.text("...");
      } else {
        printClosing(out, closing);
      }
    });
    out.spacing(gap, true);
    out.text("}");
  });
}

/** `{ }`; comments in it are not indented. */
function printEmptyFormals(out: DocumentBuilder, closing: readonly Comment[] | undefined): void {
  out.text("{");
  if (closing === undefined) out.spacing(Gap.space);
  else printClosing(out, closing);
  out.text("}");
}

/** `name,` or `name ? value,`; the comma after the last one is there when they are one a line. */
function printFormal(out: DocumentBuilder, formal: Formal, last: boolean): void {
  const value = formal.default;
  const depends = last && formal.trivia?.after === undefined;
  printWithTrivia(out, formal.trivia, () => {
    out.group(() => {
      out.text(formal.name);
      if (value !== undefined) {
        out.spacing(Gap.space);
        out.nest(() => {
          out.text("?");
          printValue(out, value);
        });
      }
      if (!depends) out.text(",");
    });
    // Outside, for it is the lines of all formals that it depends on.
    if (depends) out.text(",", "trailing");
  });
}
