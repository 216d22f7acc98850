import type { Expression, ListExpression, SelectExpression } from "../syntax.js";
import { printApplication } from "./application.js";
import { printAttributePath } from "./bindings.js";
import type { DocumentBuilder } from "./builder.js";
import { isSetApart, printClosing, printWithTrivia } from "./comments.js";
import { Gap, type Spacing } from "./document.js";
import { print, printAny, printPlaced, printUngrouped } from "./expression.js";
import { renderListItem } from "./items.js";
import { Binding, placed, type Parenthesized, type Printable } from "./positions.js";
import { isAbsorbable, isAbsorbableExpression } from "./simple.js";
import { printAbsorbedWith } from "./with.js";

/** A list; `separator` hard: more than one item are never on one line. */
export function printList(
  out: DocumentBuilder,
  { items, closing }: ListExpression,
  separator: Spacing,
): void {
  out.text("[");
  if (items.length === 0 && closing === undefined) {
    out.spacing(Gap.space);
    out.text("]");
    return;
  }
  const [first] = items;
  const expanded =
    separator === Gap.hardLine &&
    (items.length !== 1 || isCommented(first) || closing !== undefined);
  const around = expanded ? Gap.hardLine : Gap.line;
  out.spacing(around, true);
  out.nest(() => {
    for (const [index, item] of items.entries()) {
      if (index > 0) out.spacing(isSetApart(item.trivia) ? Gap.emptyLine : separator);
      if (expanded) {
        out.item((place) => {
          renderListItem(place, item);
        });
      } else {
        printItem(out, item);
      }
    }
    printClosing(out, closing);
  });
  out.spacing(around, true);
  out.text("]");
}

function isCommented(item: Expression | undefined): boolean {
  return item?.trivia !== undefined || (item?.kind === "string" && item.language !== undefined);
}

/** An item of a list, with its comments. */
export function printItem(out: DocumentBuilder, item: Expression): void {
  printWithTrivia(out, item.trivia, () => {
    out.group(() => {
      printPlaced(out, item, Binding.select);
    });
  });
}

/** `target.a.b or fallback` */
export function printSelect(out: DocumentBuilder, select: SelectExpression): void {
  const isPath = select.target.kind === "path" || select.target.kind === "file";
  // A dot would belong to the path.
  const loosest = isPath ? Binding.nothing : Binding.simple;
  const target = placed(select.target, loosest, out.directory);
  print(out, target);
  const gap = selectGap(target);
  if (gap !== undefined) out.spacing(gap);
  out.text(".");
  printAttributePath(out, select.path);
  const { fallback } = select;
  if (fallback === undefined) return;
  out.spacing(Gap.softLine);
  out.nest(() => {
    out.text("or");
    out.spacing(Gap.space);
    printPlaced(out, fallback, Binding.select);
  });
}

function selectGap({ kind }: Printable): Spacing | undefined {
  if (kind === "identifier" || kind === "search-path") return undefined;
  // `1.a` would start like a float.
  if (kind === "integer" || kind === "float") return Gap.space;
  return kind === "parenthesized" ? Gap.softBreak : Gap.break;
}

export function printParenthesized(out: DocumentBuilder, { inner }: Parenthesized): void {
  out.group(() => {
    out.text("(");
    out.nest(() => {
      if (isAbsorbableExpression(inner)) {
        out.group(() => {
          printAbsorbed(out, inner, false);
        });
      } else if (inner.kind === "call") {
        out.marked(inner.mark, () => {
          printApplication(out, inner, { enclosed: true });
        });
      } else {
        const select = inner.kind === "select";
        if (!select || isAbsorbable(inner.target)) out.spacing(Gap.break);
        out.group(() => {
          printAny(out, inner);
        });
        out.spacing(Gap.break);
      }
    });
    out.text(")");
  });
}

/** What `isAbsorbableExpression` allows to start on the current line. */
export function printAbsorbed(out: DocumentBuilder, expression: Printable, wide: boolean): void {
  if (isAbsorbable(expression)) {
    printUngrouped(out, expression, wide);
  } else if (expression.kind === "with" && isAbsorbable(expression.body)) {
    out.marked(expression.mark, () => {
      printAbsorbedWith(out, expression);
    });
  } else {
    print(out, expression);
  }
}
