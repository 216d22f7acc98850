import type { StringExpression, StringPart } from "./syntax.js";

/** What stands right after a text: `end` is that of the whole string. */
export type Following = "interpolation" | "line break" | "end";

/**
 * Escapes text for a "…" string (Nix manual, "String literal"). Before an interpolation, a `$` at
 * the end would change what that means.
 */
export function escapeQuoted(text: string, following: Following = "end"): string {
  const escaped = text.replace(/["\\\n\r\t]|\$(?=\{)/g, (found) => quotedEscapes[found] ?? found);
  return following === "interpolation" && text.endsWith("$")
    ? `${escaped.slice(0, -1)}\\$`
    : escaped;
}

const quotedEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  $: "\\$",
};

/**
 * Escapes text of one line for a ''…'' string. Two quotes become three, `${` becomes ''${, a
 * carriage return ''\\r. A single quote is escaped only where it would run into another escape or into
 * the end of the string.
 */
export function escapeIndented(text: string, following: Following): string {
  const opens = (at: number): boolean =>
    text[at] === "$" &&
    (at + 1 === text.length ? following === "interpolation" : text[at + 1] === "{");
  return text.replace(/'+|\$|\r/g, (found, at: number) => {
    if (found === "$") return opens(at) ? "''$" : "$";
    if (found === "\r") return "''\\r";
    const pairs = "'''".repeat(found.length >> 1);
    if (found.length % 2 === 0) return pairs;
    const next = at + found.length;
    const runsOn = next === text.length ? following === "end" : opens(next) || text[next] === "\r";
    return pairs + (runsOn ? "''\\'" : "'");
  });
}

/** Escapes text that begins a line so that its first character, a blank, is no indentation to Nix. */
export function escapeHeld(text: string, following: Following): string {
  const [first = ""] = text;
  const held = { "\t": "t", "\r": "r" }[first] ?? first;
  return `''\\${held}${escapeIndented(text.slice(first.length), following)}`;
}

/** One line of a ''…'' string. */
export interface IndentedLine {
  readonly parts: readonly StringPart[];
  /** Whether its first character has to be kept from being read as indentation. */
  readonly held: boolean;
}

/**
 * The lines of a string that is written as ''…'', or undefined if "…" it is: because it has nothing
 * but blanks, or because a single line has nothing that "…" would need escapes for. Where Nix (or
 * nixfmt) would strip blanks, as all lines begin with some or the last one has nothing else, one line
 * is held.
 */
export function indentedLines(string: StringExpression): IndentedLine[] | undefined {
  if (string.style !== "indented") return undefined;
  const lines = splitLines(string.parts);
  if (lines.length < 2 && !isBetterIndented(string.parts)) return undefined;
  if (lines.every(isBlank)) return undefined;
  const last = lines.at(-1) ?? [];
  const held = lineToHold(lines, last.length > 0 && isBlank(last));
  // A single line is easier to read with the escapes of "…".
  if (lines.length < 2 && held !== -1) return undefined;
  const [start = ""] = lines[held] ?? [];
  // `''\` takes one byte, and a blank beyond ASCII has several.
  if (typeof start === "string" && !isAscii.test(start)) return undefined;
  return lines.map((parts, index) => ({ parts, held: index === held }));
}

const isAscii = /^(?:[\0-\x7f]|$)/;

/** The number of the line that has to be held, or -1. */
function lineToHold(lines: readonly (readonly StringPart[])[], lastIsBlank: boolean): number {
  if (lastIsBlank) return lines.length - 1;
  if (lines.some((line) => line.length > 0 && !startsBlank(line))) return -1;
  return lines.findIndex((line) => !isBlank(line));
}

/** Whether a single line reads better without the escapes of "…": nixfmt lets it be, too. */
function isBetterIndented(parts: readonly StringPart[]): boolean {
  const texts = parts.filter((part) => typeof part === "string");
  if (texts.some((text) => /[\t\r]/.test(text))) return false;
  const last = parts.at(-1);
  if (typeof last === "string" && last.endsWith("'")) return false;
  return texts.some((text) => /["\\]/.test(text));
}

function splitLines(parts: readonly StringPart[]): StringPart[][] {
  const lines: StringPart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== "string") {
      lines.at(-1)?.push(part);
      continue;
    }
    for (const [index, text] of part.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push(text);
    }
  }
  return lines;
}

function startsBlank([first]: readonly StringPart[]): boolean {
  return typeof first === "string" && leadingBlanks(first) > 0;
}

function isBlank(line: readonly StringPart[]): boolean {
  return line.every((part) => typeof part === "string" && leadingBlanks(part) === part.length);
}

/** Of Unicode, the space separators (general category Zs); a pattern of that name is slow to make. */
const blanks = /^[ \t\n\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]*/;

/** How many blanks a text starts with; blanks are what nixfmt takes for such. */
export function leadingBlanks(text: string): number {
  return blanks.exec(text)?.[0].length ?? 0;
}
