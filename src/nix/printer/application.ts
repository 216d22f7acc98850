import type { ValuePath } from "../../problems/problem.js";
import type { CallExpression, Expression, ListExpression } from "../syntax.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap, type Spacing } from "./document.js";
import { print, printAny, printUngrouped } from "./expression.js";
import { flattened } from "./flatten.js";
import { Binding, placed, type Parenthesized, type Printable } from "./positions.js";
import { isAbsorbable, isSimple } from "./simple.js";
import { printList } from "./terms.js";

/** How the place of a call influences its layout. */
interface Surroundings {
  /** Comes before the callee, in the call's group. */
  readonly before?: Spacing;
  /** In parentheses: a callee of several lines is indented, and the end may break. */
  readonly enclosed?: boolean;
}

/** A call: as much as fits on the first line, the last argument preferably broken. */
export function printApplication(
  out: DocumentBuilder,
  call: CallExpression,
  surroundings: Surroundings = {},
): void {
  const callee = placed(call.callee, Binding.select, out.directory);
  const given = call.arguments.map((one) => placed(one, Binding.select, out.directory));
  printApplied(
    out,
    () => {
      print(out, callee);
    },
    given,
    isSimple(call, out.directory),
    surroundings,
  );
}

/** The same for anything that is laid out like a call: `assert` is, too. */
export function printApplied(
  out: DocumentBuilder,
  head: () => void,
  given: readonly Printable[],
  simple: boolean,
  { before, enclosed = false }: Surroundings = {},
): void {
  const last = given.at(-1);
  if (last === undefined) {
    head();
    return;
  }
  const leading = given.slice(0, -1);
  const first = (): void => {
    if (before !== undefined) out.spacing(before);
  };
  const beforeLast = leading.at(-1);
  if (last.kind === "list" && beforeLast?.kind === "list") {
    out.group(() => {
      first();
      out.group(() => {
        printLeading(out, head, leading.slice(0, -1), enclosed);
      }, "transparent");
      for (const list of [beforeLast, last]) {
        out.spacing(Gap.line);
        out.nest(() => {
          out.group(() => {
            printArgument(out, list);
          });
        });
      }
      if (enclosed) out.spacing(Gap.break);
    });
    return;
  }
  out.group(() => {
    const { content: start } = out.capture(() => {
      first();
      out.group(() => {
        printLeading(out, head, leading, enclosed);
      }, "transparent");
    });
    const flat = simple ? flattened(start) : undefined;
    out.add(flat ?? start);
    out.spacing(flat === undefined ? Gap.line : Gap.space);
    printLast(out, last);
    if (enclosed && flat === undefined) out.spacing(Gap.break);
  });
}

/** The callee with all arguments but the last; nested as calls of one argument are. */
function printLeading(
  out: DocumentBuilder,
  head: () => void,
  given: readonly Printable[],
  enclosed: boolean,
): void {
  const last = given.at(-1);
  if (last === undefined) {
    if (!enclosed) {
      head();
      return;
    }
    out.nest(() => {
      out.group(() => {
        out.spacing(Gap.break);
        head();
      });
    });
    return;
  }
  const previous = given.at(-2);
  if (last.kind === "list" && previous?.kind === "list") {
    printTwoLists(out, head, given.slice(0, -2), enclosed, [previous, last]);
    return;
  }
  out.group(() => {
    printLeading(out, head, given.slice(0, -1), enclosed);
  }, "transparent");
  out.spacing(Gap.line);
  out.nest(() => {
    // A selection must not break at its dot before anything else breaks.
    out.group(
      () => {
        printArgument(out, last);
      },
      last.kind === "select" ? "regular" : "priority",
    );
  });
}

/** Two lists in a row are flat together or broken together. */
function printTwoLists(
  out: DocumentBuilder,
  head: () => void,
  given: readonly Printable[],
  enclosed: boolean,
  lists: readonly ListExpression[],
): void {
  out.group(() => {
    out.group(() => {
      printLeading(out, head, given, enclosed);
    }, "transparent");
    out.nest(() => {
      out.group(() => {
        for (const list of lists) {
          out.spacing(Gap.line);
          out.group(() => {
            printArgument(out, list);
          });
        }
      });
    });
  }, "transparent");
}

const shortList = 6;

function printArgument(out: DocumentBuilder, argument: Printable): void {
  if (
    argument.kind === "list" &&
    argument.items.length <= shortList &&
    argument.items.every((item) => item.trivia === undefined && isSimple(item, out.directory))
  ) {
    out.marked(argument.mark, () => {
      printList(out, argument, Gap.line);
    });
  } else {
    print(out, argument);
  }
}

function printLast(out: DocumentBuilder, argument: Printable): void {
  if (isAbsorbable(argument)) {
    out.group(() => {
      out.nest(() => {
        printUngrouped(out, argument);
      });
    }, "priority");
    return;
  }
  if (argument.kind !== "parenthesized") {
    out.group(() => {
      out.nest(() => {
        print(out, argument);
      });
    });
    return;
  }
  const compact = compactParentheses(argument.inner);
  if (compact === undefined) {
    printAbsorbedParentheses(out, argument);
    return;
  }
  out.group(() => {
    out.nest(() => {
      out.text("(");
      out.marked(argument.inner.mark, () => {
        out.marked(compact.mark, () => {
          out.text(compact.start);
        });
        out.spacing(Gap.space);
        printUngrouped(out, compact.end, true);
      });
      out.text(")");
    });
  }, "priority");
}

/** `(x: { … })` and `(f { … })` keep what opens them on one line. */
function compactParentheses(
  inner: Expression,
):
  | { readonly start: string; readonly mark: ValuePath | undefined; readonly end: Expression }
  | undefined {
  if (inner.kind === "lambda" && inner.parameter.kind === "name" && isAbsorbable(inner.body)) {
    return { start: `${inner.parameter.name}:`, mark: undefined, end: inner.body };
  }
  if (inner.kind === "call" && inner.callee.kind === "identifier") {
    const [only, ...others] = inner.arguments;
    if (only !== undefined && others.length === 0 && isAbsorbable(only)) {
      return { start: inner.callee.name, mark: inner.callee.mark, end: only };
    }
  }
  return undefined;
}

/** Parentheses whose content starts on a line of its own when it does not fit. */
export function printAbsorbedParentheses(out: DocumentBuilder, { inner }: Parenthesized): void {
  out.group(() => {
    out.nest(() => {
      out.text("(");
      out.spacing(Gap.break);
      out.group(() => {
        out.nest(() => {
          printAny(out, inner);
        });
      });
      out.spacing(Gap.break);
      out.text(")");
    });
  }, "priority");
}
