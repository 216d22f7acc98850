import {
  escapeHeld,
  escapeIndented,
  escapeQuoted,
  indentedLines,
  leadingBlanks,
  type Following,
} from "../string-text.js";
import type { Interpolation, StringExpression, StringPart } from "../syntax.js";
import { printApplication } from "./application.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap, nested } from "./document.js";
import { printAny, printUngrouped } from "./expression.js";
import { flattened } from "./flatten.js";
import { Binding, placed } from "./positions.js";
import { isAbsorbable, isAbsorbableExpression, isSimple } from "./simple.js";
import { printAbsorbed } from "./terms.js";

type Escape = (text: string, following: Following) => string;

export function printString(out: DocumentBuilder, string: StringExpression): void {
  if (string.language !== undefined) {
    out.comment(`/* ${string.language} */`);
    out.spacing(Gap.space);
  }
  const lines = indentedLines(string);
  if (lines === undefined) {
    printQuoted(out, string.parts);
    return;
  }
  out.group(() => {
    out.text("''");
    if (lines.length > 1) out.spacing(Gap.break);
    out.nest(() => {
      for (const [index, { parts, held }] of lines.entries()) {
        if (index > 0) out.spacing(Gap.newlines);
        const after = index < lines.length - 1 ? "line break" : "end";
        printParts(out, parts, escapeIndented, after, held ? escapeHeld : escapeIndented);
      }
    });
    out.text("''");
  });
}

/** A "…" string, whatever its style says. */
export function printQuoted(out: DocumentBuilder, parts: readonly StringPart[]): void {
  out.group(() => {
    out.text('"');
    printParts(out, parts, escapeQuoted);
    out.text('"');
  });
}

/** Before a lone interpolation; other blanks than these count as text there. */
const onlySpaces = /^ *$/;

/** One line of a string, or a path. */
export function printParts(
  out: DocumentBuilder,
  parts: readonly StringPart[],
  escape: Escape,
  after: Following = "end",
  /** Escapes the text that the line begins with. */
  escapeStart: Escape = escape,
): void {
  const [first, second] = parts;
  const follows = (index: number): Following =>
    index + 1 < parts.length ? "interpolation" : after;
  const start = typeof first === "string" ? escapeStart(first, follows(0)) : "";
  const alone = typeof first === "string" ? second : first;
  if (
    typeof alone === "object" &&
    parts.length === (typeof first === "string" ? 2 : 1) &&
    onlySpaces.test(start)
  ) {
    out.text(start);
    out.shift(start.length, () => {
      printLoneInterpolation(out, alone);
    });
    return;
  }
  // Code in an interpolation is indented as far as the line of the string it starts on.
  const indent = leadingBlanks(start);
  for (const [index, part] of parts.entries()) {
    if (typeof part === "string") {
      if (index === 0) out.text(start);
      else {
        out.shift(indent, () => {
          out.text(escape(part, follows(index)));
        });
      }
    } else {
      out.shift(indent, () => {
        printInterpolation(out, part);
      });
    }
  }
}

/** `${…}` as all there is on a line of a string: its content may start on that line. */
function printLoneInterpolation(out: DocumentBuilder, { expression }: Interpolation): void {
  const content = placed(expression, Binding.any, out.directory);
  out.group(() => {
    out.text("${");
    out.nest(() => {
      if (isAbsorbableExpression(content)) {
        out.group(() => {
          printAbsorbed(out, content, false);
        });
      } else if (content.kind === "call") {
        out.marked(content.mark, () => {
          printApplication(out, content, { enclosed: true });
        });
      } else {
        if (content.kind !== "select" || isAbsorbable(content.target)) out.spacing(Gap.break);
        out.group(() => {
          printAny(out, expression);
        });
        out.spacing(Gap.break);
      }
    });
    out.text("}");
  });
}

const shortInterpolation = 30;

/** `${…}` among other text: on one line if it is simple or short. */
export function printInterpolation(out: DocumentBuilder, { expression }: Interpolation): void {
  const content = placed(expression, Binding.any, out.directory);
  if (isAbsorbable(content)) {
    out.group(() => {
      out.text("${");
      printUngrouped(out, content);
      out.text("}");
    });
    return;
  }
  const simple = isSimple(content, out.directory);
  const { content: written, merged } = out.capture(() => {
    printAny(out, expression);
  });
  const flat = flattened(written, simple ? undefined : shortInterpolation - merged);
  if (simple) {
    out.text("${");
    out.add(flat ?? written);
    out.text("}");
    return;
  }
  out.group(() => {
    out.text("${");
    if (flat === undefined) {
      out.spacing(Gap.break);
      out.group(() => {
        out.add(nested(written));
      });
      out.spacing(Gap.break);
    } else {
      out.add(flat);
    }
    out.text("}");
  });
}
