import { interpolation, nullValue } from "./build.js";
import { withoutIndentation, type IndentedPart } from "./indentation.js";
import type { Interpolation } from "./syntax.js";

/** A piece of a text: what it says, or the number of a hole. */
export type TextPart = string | { readonly hole: number };

/** ECMAScript, "EscapeSequence" and "LineContinuation"; a template has no octal ones. */
const escapes =
  /\\(?:u\{(?<point>[0-9a-fA-F]+)\}|u(?<unit>[0-9a-fA-F]{4})|x(?<byte>[0-9a-fA-F]{2})|(?<other>[^]))/g;

const named: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  // Line ends after a backslash stand for nothing.
  "\n": "",
  "\u2028": "",
  "\u2029": "",
};

/**
 * The text of a template's lines without their common indentation, as Nix reads a ''…'' string; tabs
 * that all lines begin with are taken off as well, which Nix leaves. What an escape stands for is no
 * indentation.
 * @param raw what is between the holes, as it is written, each escape valid
 */
export function textLines(raw: readonly string[]): readonly TextPart[] {
  const holes = new Map<Interpolation, number>();
  const parts = raw.flatMap((written, index): IndentedPart[] => {
    const text = index === 0 ? written.replace(/^[ \t]*\n/, "") : written;
    if (index === raw.length - 1) return unescaped(text);
    const hole = interpolation(nullValue());
    holes.set(hole, index);
    return [...unescaped(text), hole];
  });
  return withoutIndentation(joined(withoutTabs(parts))).map((part) =>
    typeof part === "string" ? part : { hole: holes.get(part) ?? 0 },
  );
}

function unescaped(written: string): IndentedPart[] {
  const parts: IndentedPart[] = [];
  let end = 0;
  for (const found of written.matchAll(escapes)) {
    if (found.index > end) parts.push({ kind: "text", text: written.slice(end, found.index) });
    parts.push({ kind: "escaped", text: meaning(found.groups ?? {}) });
    end = found.index + found[0].length;
  }
  if (end < written.length) parts.push({ kind: "text", text: written.slice(end) });
  return parts;
}

function meaning({ point, unit, byte, other = "" }: Readonly<Record<string, string | undefined>>) {
  const code = point ?? unit ?? byte;
  if (code !== undefined) {
    const value = Number.parseInt(code, 16);
    return point === undefined ? String.fromCharCode(value) : String.fromCodePoint(value);
  }
  return Object.hasOwn(named, other) ? (named[other] ?? "") : other;
}

/** Takes the tabs off that all lines with text begin with, and all of a last line of blanks. */
function withoutTabs(parts: readonly IndentedPart[]): readonly IndentedPart[] {
  const lines = linesOf(parts);
  const common = Math.min(...lines.filter((line) => !isBlank(line)).map(leadingTabs));
  if (common === 0 || common === Number.POSITIVE_INFINITY) return parts;
  return lines.flatMap((line, index) => {
    const isEnd = index === lines.length - 1 && isBlank(line);
    const [first, ...rest] = line;
    const dropped = Math.min(leadingTabs(line), isEnd ? Number.POSITIVE_INFINITY : common);
    const start = first?.kind === "text" ? [{ ...first, text: first.text.slice(dropped) }] : [];
    const lineBreak: IndentedPart[] = index === 0 ? [] : [{ kind: "text", text: "\n" }];
    return [...lineBreak, ...(start.length > 0 ? start : line.slice(0, 1)), ...rest];
  });
}

/** The parts of each line, without the line breaks between them. */
function linesOf(parts: readonly IndentedPart[]): IndentedPart[][] {
  const lines: IndentedPart[][] = [[]];
  for (const part of parts) {
    if (part.kind !== "text") {
      lines.at(-1)?.push(part);
      continue;
    }
    for (const [index, text] of part.text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push({ kind: "text", text });
    }
  }
  return lines;
}

function leadingTabs([first]: readonly IndentedPart[]): number {
  return first?.kind === "text" ? (/^\t*/.exec(first.text)?.[0].length ?? 0) : 0;
}

function isBlank(line: readonly IndentedPart[]): boolean {
  return line.every((part) => part.kind === "text" && /^[ \t]*$/.test(part.text));
}

/** Texts that follow each other as one: the last one ends with the text's last line. */
function joined(parts: readonly IndentedPart[]): IndentedPart[] {
  const all: IndentedPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === "text" && last?.kind === "text") {
      all[all.length - 1] = { kind: "text", text: last.text + part.text };
    } else {
      all.push(part);
    }
  }
  return all;
}
