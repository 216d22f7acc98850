import { isIdentifier } from "../names.js";
import type {
  AttributeBinding,
  AttributeName,
  AttributePath,
  AttributeSetExpression,
  Binding as BindingSyntax,
  Expression,
  InheritBinding,
  LetExpression,
} from "../syntax.js";
import { printAbsorbedParentheses, printApplication } from "./application.js";
import type { DocumentBuilder } from "./builder.js";
import { isSetApart, printClosing, printWithTrivia } from "./comments.js";
import { Gap } from "./document.js";
import { print, printAny, printUngrouped } from "./expression.js";
import { renderBinding } from "./items.js";
import { operands, printChain } from "./operators.js";
import { Binding, placed, type Printable } from "./positions.js";
import { isAbsorbable, isAbsorbableExpression, isPlainPath, isTerm, longPath } from "./simple.js";
import { printInterpolation, printQuoted } from "./strings.js";
import { printAbsorbed, printParenthesized } from "./terms.js";

/** A set; `wide`: never on one line. Several bindings never are. */
export function printAttributeSet(
  out: DocumentBuilder,
  { recursive, bindings, closing }: AttributeSetExpression,
  wide: boolean,
): void {
  out.text(recursive ? "rec {" : "{");
  const [first] = bindings;
  if (first === undefined && closing === undefined) {
    out.spacing(Gap.space);
    out.text("}");
    return;
  }
  const expanded = wide || bindings.length !== 1 || closing !== undefined || hasComments(first);
  const gap = expanded ? Gap.hardLine : Gap.line;
  out.spacing(gap, true);
  out.nest(() => {
    if (expanded) printItems(out, bindings);
    else if (first !== undefined) printBinding(out, first);
    printClosing(out, closing);
  });
  out.spacing(gap, true);
  out.text("}");
}

export function printLet(out: DocumentBuilder, { bindings, body, closing }: LetExpression): void {
  out.group(() => {
    out.text("let");
    out.spacing(Gap.hardLine);
    out.nest(() => {
      printItems(out, bindings);
      printClosing(out, closing);
    });
  });
  out.spacing(Gap.hardLine);
  out.group(() => {
    out.text("in");
    out.spacing(Gap.hardLine);
    printAny(out, body);
  });
}

function printItems(out: DocumentBuilder, bindings: readonly BindingSyntax[]): void {
  for (const [index, one] of bindings.entries()) {
    if (index > 0) out.spacing(isSetApart(one.trivia) ? Gap.emptyLine : Gap.hardLine);
    out.item((place) => {
      renderBinding(place, one);
    });
  }
}

function hasComments(binding: BindingSyntax | undefined): boolean {
  if (binding?.trivia !== undefined) return true;
  return binding?.kind === "binding" && binding.value.trivia !== undefined;
}

/** `a.b = value;` or `inherit …;`, with the comments of the binding and of its value. */
export function printBinding(out: DocumentBuilder, binding: BindingSyntax): void {
  printWithTrivia(out, binding.trivia, () => {
    if (binding.kind === "inherit") {
      out.marked(binding.mark, () => {
        printInherit(out, binding);
      });
    } else {
      printWithTrivia(out, binding.value.trivia, () => {
        printAttribute(out, binding);
      });
    }
  });
}

function printAttribute(out: DocumentBuilder, { path, value }: AttributeBinding): void {
  out.group(() => {
    printAttributePath(out, path);
    out.nest(() => {
      out.spacing(Gap.space);
      out.text("=");
      if (path.length <= longPath && isPlainPath(path)) {
        printValue(out, value);
      } else {
        out.spacing(Gap.break);
        out.group(() => {
          printValue(out, value);
        }, "priority");
      }
    });
    out.text(";");
  });
}

/** More names than this are one a line. */
const shortInherit = 4;

function printInherit(out: DocumentBuilder, { from, names }: InheritBinding): void {
  const short = names.length < shortInherit;
  out.group(() => {
    out.text("inherit");
    out.nest(() => {
      if (from !== undefined) {
        out.group(() => {
          out.spacing(Gap.line);
          printParenthesized(out, { kind: "parenthesized", inner: from });
        });
      }
      if (names.length === 0) out.spacing(Gap.line);
      for (const name of names) {
        out.spacing(short ? Gap.line : Gap.hardLine, true);
        printName(out, name);
      }
      out.spacing(short ? Gap.break : Gap.hardLine);
      out.text(";");
    });
  });
}

export function printAttributePath(out: DocumentBuilder, path: AttributePath): void {
  for (const [index, name] of path.entries()) {
    if (index > 0) out.text(".");
    printAttributeName(out, name);
  }
}

function printAttributeName(out: DocumentBuilder, name: AttributeName): void {
  if (typeof name === "string") printName(out, name);
  else if (name.kind === "string") printQuoted(out, name.parts);
  else printInterpolation(out, name);
}

function printName(out: DocumentBuilder, name: string): void {
  if (isIdentifier(name)) out.text(name);
  else printQuoted(out, name === "" ? [] : [name]);
}

/** The value after `=` or `?`, with the space or line break before it. */
export function printValue(out: DocumentBuilder, value: Expression): void {
  const printable = placed(value, Binding.any, out.directory);
  if (isSingleInherit(printable)) {
    out.nest(() => {
      out.spacing(Gap.space);
      out.group(() => {
        printUngrouped(out, printable);
      });
    });
  } else if (isAbsorbableExpression(printable)) {
    out.nest(() => {
      out.spacing(Gap.space);
      out.group(() => {
        printAbsorbed(out, printable, true);
      });
    });
  } else if (printable.kind === "parenthesized") {
    out.nest(() => {
      out.spacing(Gap.space);
      printAbsorbedParentheses(out, printable);
    });
  } else if (printable.kind === "string" || printable.kind === "path") {
    out.nest(() => {
      out.spacing(Gap.space);
      out.group(() => {
        print(out, printable);
      });
    });
  } else if (isTerm(printable) || printable.kind === "with") {
    out.nest(() => {
      out.group(() => {
        out.spacing(Gap.line);
        print(out, printable);
      });
    });
  } else if (printable.kind === "call") {
    out.nest(() => {
      out.marked(printable.mark, () => {
        printApplication(out, printable, { before: Gap.line });
      });
    });
  } else if (!printCompactChain(out, printable)) {
    out.nest(() => {
      out.spacing(Gap.line);
      out.group(() => {
        print(out, printable);
      });
    });
  }
}

/** `{ inherit a; }` may stay on one line even as a value. */
function isSingleInherit(value: Printable): boolean {
  if (value.kind !== "attribute-set" || value.bindings.length !== 1) return false;
  return value.closing === undefined && value.bindings[0]?.kind === "inherit";
}

/** A comment before the first word moves it to a line of its own. */
function namesLanguage(value: Printable): boolean {
  return value.kind === "string" && value.language !== undefined;
}

const compactOperators: ReadonlySet<string> = new Set(["//", "++", "+"]);

/** `a // { … }` and `[ … ] ++ b` start on the line of the `=`. */
function printCompactChain(out: DocumentBuilder, value: Printable): boolean {
  if (value.kind !== "binary" || !compactOperators.has(value.operator)) return false;
  const chain = operands(value, out.directory);
  const [first, second] = chain;
  if (first === undefined || second === undefined) return false;
  if (isAbsorbable(first) && !namesLanguage(first)) {
    out.spacing(Gap.space);
    out.marked(value.mark, () => {
      printChain(out, value, true);
    });
    return true;
  }
  if (chain.length !== 2 || !isAbsorbable(second)) return false;
  out.nest(() => {
    out.group(() => {
      out.spacing(Gap.line);
      out.marked(value.mark, () => {
        print(out, first);
        out.spacing(Gap.line);
        out.group(() => {
          out.text(value.operator);
          out.spacing(Gap.space);
          out.group(() => {
            printUngrouped(out, second, true);
          }, "priority");
        }, "transparent");
      });
    });
  });
  return true;
}
