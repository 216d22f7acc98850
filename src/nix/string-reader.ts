import type { Source } from "./source.js";
import { NixSyntaxError } from "./syntax-error.js";
import { joinParts } from "./string-parts.js";
import type { Interpolation, StringPart } from "./syntax.js";

/** Reads what is in `${…}`, or a hole, at an offset; returns where it ends. */
export type ReadInterpolation = (offset: number) => { part: Interpolation; end: number };

export interface ReadString {
  readonly parts: readonly StringPart[];
  readonly end: number;
}

/**
 * Reads a "…" string from after its opening quote.
 * @throws NixSyntaxError when it does not end
 */
export function readQuoted(source: Source, start: number, read: ReadInterpolation): ReadString {
  const { text, holes } = source;
  const parts: StringPart[] = [];
  let at = start;
  for (;;) {
    const character = text[at];
    if (character === undefined) {
      throw new NixSyntaxError('this string has no closing `"`', start - 1);
    }
    if (character === '"') return { parts: joinParts(parts), end: at + 1 };
    if (holes.has(at) || text.startsWith("${", at)) {
      const { part, end } = read(at);
      parts.push(part);
      at = end;
    } else if (character === "\\") {
      const escaped = escapedCharacter(source, at + 1);
      parts.push(unescape(escaped));
      at += 1 + escaped.length;
    } else if (character === "\r") {
      // Nix reads every kind of line end in a string as a line feed.
      parts.push("\n");
      at += text[at + 1] === "\n" ? 2 : 1;
    } else if (character === "$" && text[at + 1] === "$") {
      // A dollar takes a following dollar along: `$${` is no interpolation.
      parts.push("$$");
      at += 2;
    } else {
      parts.push(character);
      at++;
    }
  }
}

/**
 * Reads a ''…'' string from after its opening quotes, without its common indentation. A hole counts
 * as `${…}`, so that what is put in cannot change the indentation of the lines around it.
 * @throws NixSyntaxError when it does not end
 */
export function readIndented(source: Source, start: number, read: ReadInterpolation): ReadString {
  const { text, holes } = source;
  const parts: IndentedPart[] = [];
  let at = start + (/^ *\n/.exec(text.slice(start))?.[0].length ?? 0);
  for (;;) {
    const character = text[at];
    if (character === undefined) {
      throw new NixSyntaxError("this string has no closing `''`", start - 2);
    }
    if (holes.has(at) || text.startsWith("${", at)) {
      const { part, end } = read(at);
      parts.push(part);
      at = end;
    } else if (text.startsWith("''", at)) {
      const following = text[at + 2];
      if (following === "$") {
        parts.push({ escaped: "$" });
        at += 3;
      } else if (following === "'") {
        parts.push({ escaped: "''" });
        at += 3;
      } else if (following === "\\") {
        const escaped = escapedCharacter(source, at + 3);
        parts.push({ escaped: unescape(escaped) });
        at += 3 + escaped.length;
      } else {
        return { parts: joinParts(withoutIndentation(parts)), end: at + 2 };
      }
    } else if (character === "$" && text[at + 1] !== "'" && !holes.has(at + 1)) {
      const pair = text.slice(at, at + 2);
      parts.push(pair);
      at += pair.length;
    } else {
      parts.push(character);
      at++;
    }
  }
}

/** Text written with an escape is never taken for indentation. */
type IndentedPart = StringPart | { readonly kind?: never; readonly escaped: string };

/** As Nix's parser does it (src/libexpr/parser.y): lines of blanks only do not count. */
function withoutIndentation(parts: readonly IndentedPart[]): StringPart[] {
  const indent = commonIndentation(parts);
  const stripped: StringPart[] = [];
  let lineStart = true;
  let dropped = 0;
  for (const part of parts) {
    if (typeof part !== "string") {
      lineStart = false;
      dropped = 0;
      stripped.push(part.kind === "interpolation" ? part : part.escaped);
      continue;
    }
    for (const character of part) {
      if (lineStart && character === " ") {
        if (dropped++ < indent) continue;
      } else {
        lineStart = character === "\n";
        dropped = 0;
      }
      stripped.push(character);
    }
  }
  const last = parts.at(-1);
  if (typeof last !== "string") return stripped;
  // A last line of blanks only holds the closing quotes.
  let end = stripped.length;
  while (stripped[end - 1] === " ") end--;
  return stripped[end - 1] === "\n" && plainTail(parts, stripped.length - end + 1)
    ? stripped.slice(0, end)
    : stripped;
}

/** Whether the last characters were written as they are, not with escapes. */
function plainTail(parts: readonly IndentedPart[], count: number): boolean {
  return parts.slice(-count).every((part) => typeof part === "string");
}

function commonIndentation(parts: readonly IndentedPart[]): number {
  let common = Number.POSITIVE_INFINITY;
  let current = 0;
  let lineStart = true;
  for (const part of parts) {
    if (typeof part !== "string") {
      if (lineStart) common = Math.min(common, current);
      lineStart = false;
      continue;
    }
    for (const character of part) {
      if (character === "\n") {
        lineStart = true;
        current = 0;
      } else if (lineStart && character === " ") {
        current++;
      } else if (lineStart) {
        lineStart = false;
        common = Math.min(common, current);
      }
    }
  }
  return common;
}

function escapedCharacter({ text, holes }: Source, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) throw new NixSyntaxError("this string has no end", at);
  if (holes.has(at)) throw new NixSyntaxError("a value cannot follow a backslash", at);
  return text[at] === "\r" && text[at + 1] === "\n" ? "\r\n" : String.fromCodePoint(code);
}

function unescape(character: string): string {
  switch (character) {
    case "n":
      return "\n";
    case "r":
      return "\r";
    case "t":
      return "\t";
    default:
      return character;
  }
}
