import type { StringExpression, StringPart } from "./syntax.js";

/**
 * Escapes text for a "…" string (Nix manual, "String literal"). `beforeInterpolation`: `${` follows,
 * so that a `$` at the end would change what that means.
 */
export function escapeQuoted(text: string, beforeInterpolation = false): string {
  const escaped = text.replace(/["\\\n\r\t]|\$(?=\{)/g, (found) => quotedEscapes[found] ?? found);
  return beforeInterpolation && text.endsWith("$") ? `${escaped.slice(0, -1)}\\$` : escaped;
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
 * Escapes text for a ''…'' string. Two quotes become three, `${` becomes ''${. A single quote is
 * escaped where it would run into what follows: the end, an interpolation or another escape.
 */
export function escapeIndented(text: string, beforeInterpolation: boolean): string {
  return text.replace(/'+|\$/g, (found, at: number) => {
    const next = text[at + found.length];
    if (found === "$") {
      const opens = next === "{" || (next === undefined && beforeInterpolation);
      return opens ? "''$" : "$";
    }
    const pairs = "'''".repeat(found.length >> 1);
    if (found.length % 2 === 0) return pairs;
    return pairs + (next === undefined || next === "$" ? "''\\'" : "'");
  });
}

/**
 * The lines of a string that can be written as ''…'', each as its parts, or undefined if Nix (or
 * nixfmt) would strip or normalise some of it: all lines indented, a last line of blanks, carriage
 * returns, or no line break at all.
 */
export function indentedLines(string: StringExpression): StringPart[][] | undefined {
  if (string.style !== "indented") return undefined;
  const lines = splitLines(string.parts);
  if (lines.length < 2) return undefined;
  if (string.parts.some((part) => typeof part === "string" && part.includes("\r"))) {
    return undefined;
  }
  const last = lines.at(-1) ?? [];
  if (last.length > 0 && isBlank(last)) return undefined;
  return lines.some((line) => line.length > 0 && !startsBlank(line)) ? lines : undefined;
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

const blanks = /^[ \t\n\r\f\v\p{Space_Separator}]*/u;

/** How many blanks a text starts with; blanks are what nixfmt takes for such. */
export function leadingBlanks(text: string): number {
  return blanks.exec(text)?.[0].length ?? 0;
}
