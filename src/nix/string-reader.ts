import { withoutIndentation, type IndentedPart } from "./indentation.js";
import { holeAfterBackslash, holeAfterDollar, holeAfterString } from "./misplaced-hole.js";
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

/** Characters that mean themselves in "…", as many as there are. */
const quotedRun = /[^"\\$\r\0]+/y;

/** The same in ''…''. */
const indentedRun = /[^'$\0]+/y;

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
    const run = runAt(quotedRun, text, at);
    if (run !== "") {
      parts.push(run);
      at += run.length;
    } else if (character === undefined) {
      throw new NixSyntaxError('this string has no closing `"`', start - 1);
    } else if (character === '"') {
      if (holes.has(at + 1)) throw holeAfterString(at + 1, "quoted");
      return { parts: joinParts(parts), end: at + 1 };
    } else if (holes.has(at) || text.startsWith("${", at)) {
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
    } else if (holes.has(at + 1)) {
      throw holeAfterDollar(at + 1, "quoted");
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
  const parts = new IndentedParts();
  let at = start + runAt(/ *\n/y, text, start).length;
  for (;;) {
    const character = text[at];
    const run = runAt(indentedRun, text, at);
    if (run !== "") {
      parts.addText(run);
      at += run.length;
    } else if (character === undefined) {
      throw new NixSyntaxError("this string has no closing `''`", start - 2);
    } else if (holes.has(at) || text.startsWith("${", at)) {
      const { part, end } = read(at);
      parts.add(part);
      at = end;
    } else if (text.startsWith("''", at)) {
      const following = text[at + 2];
      if (following === "$") {
        parts.add({ kind: "escaped", text: "$" });
        at += 3;
      } else if (following === "'") {
        parts.add({ kind: "escaped", text: "''" });
        at += 3;
      } else if (following === "\\") {
        const escaped = escapedCharacter(source, at + 3);
        parts.add({ kind: "escaped", text: unescape(escaped) });
        at += 3 + escaped.length;
      } else {
        if (holes.has(at + 2)) throw holeAfterString(at + 2, "indented");
        return { parts: joinParts(withoutIndentation(parts.all)), end: at + 2 };
      }
    } else if (character === "$" && holes.has(at + 1)) {
      throw holeAfterDollar(at + 1, "indented");
    } else if (character === "$" && text[at + 1] !== "'") {
      const pair = text.slice(at, at + 2);
      parts.addText(pair);
      at += pair.length;
    } else {
      parts.addText(character);
      at++;
    }
  }
}

/** Text that was read in several pieces is one part. */
class IndentedParts {
  readonly all: IndentedPart[] = [];

  add(part: IndentedPart): void {
    this.all.push(part);
  }

  addText(text: string): void {
    const last = this.all.at(-1);
    if (last?.kind === "text")
      this.all[this.all.length - 1] = { kind: "text", text: last.text + text };
    else this.all.push({ kind: "text", text });
  }
}

function runAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function escapedCharacter({ text, holes }: Source, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) throw new NixSyntaxError("this string has no end", at);
  if (holes.has(at)) throw holeAfterBackslash(at);
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
