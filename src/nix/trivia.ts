import { holeInComment } from "./misplaced-hole.js";
import { NixSyntaxError } from "./syntax-error.js";
import type { Comment } from "./syntax.js";
import type { SourceComment } from "./tokens.js";

const blanks = /[ \t\r\n]+/y;
const lineComment = /#[^\r\n]*/y;

export interface SourceTrivia {
  readonly comments: SourceComment[];
  /** Whether an empty line is right before `end`. */
  readonly blankBefore: boolean;
  readonly end: number;
}

/** Skips blanks and comments. */
export function readTrivia(text: string, offset: number): SourceTrivia {
  const comments: SourceComment[] = [];
  let at = offset;
  let sameLine = offset > 0;
  let blankBefore = false;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d) {
      blanks.lastIndex = at;
      const skipped = blanks.exec(text)?.[0] ?? "";
      if (skipped.includes("\n")) sameLine = false;
      blankBefore = /\n[^\n]*\n/.test(skipped);
      at += skipped.length;
    } else if (code === 0x23) {
      lineComment.lastIndex = at;
      const found = lineComment.exec(text)?.[0] ?? "#";
      checkHoles(found, at);
      const comment: Comment = { kind: "line", text: found.slice(1).trimEnd() };
      comments.push({ comment, sameLine, blankBefore });
      blankBefore = false;
      at += found.length;
    } else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
      const end = text.indexOf("*/", at + 2);
      if (end === -1) {
        checkHoles(text.slice(at), at);
        throw new NixSyntaxError("this comment has no end", at);
      }
      const comment = blockComment(text.slice(at + 2, end), columnOf(text, at));
      checkHoles(text.slice(at, end), at);
      const language = languageOf(text.slice(at + 2, end), text, end + 2);
      if (comment !== undefined) comments.push({ comment, sameLine, blankBefore, language });
      blankBefore = false;
      at = end + 2;
    } else {
      return { comments, blankBefore, end: at };
    }
  }
}

function checkHoles(comment: string, start: number): void {
  const hole = comment.indexOf("\0");
  if (hole !== -1) throw holeInComment(start + hole);
}

/**
 * The language of a string that a comment right before it names, as nixfmt reads it: a short word, on
 * the line before at the most.
 */
function languageOf(content: string, text: string, end: number): string | undefined {
  const word = /^[ \t]*([\p{L}\p{N}.+_-]{1,30})[ \t]*$/u.exec(content)?.[1];
  if (word === undefined) return undefined;
  stringAhead.lastIndex = end;
  return stringAhead.test(text) ? word : undefined;
}

// What is put into a hole may be a string, too.
const stringAhead = /[ \t]*(?:\r?\n)?[ \t]*(?:"|''|\0)/y;

/** How many characters of its line are before an offset. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/**
 * The lines of a block comment without their common indentation, and without stars that stand in a
 * column below the first one; one line becomes `# …`, except of a doc comment (RFC 145).
 */
function blockComment(content: string, column: number): Comment | undefined {
  const documentation = content.startsWith("*");
  const written = (documentation ? content.slice(1) : content)
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  const lines = withoutStars(written, column);
  const [first = "", ...others] = lines;
  const indents = others.filter((line) => line !== "").map((line) => /^ */.exec(line)?.[0].length);
  const common = Math.min(...indents.map((indent) => indent ?? 0));
  const trimmed = [first.trimStart(), ...others.map((line) => line.slice(common))];
  while (trimmed.at(-1) === "") trimmed.pop();
  while (trimmed[0] === "") trimmed.shift();
  const [only] = trimmed;
  if (only === undefined) return undefined;
  return trimmed.length === 1 && !documentation
    ? { kind: "line", text: ` ${only.trim()}` }
    : { kind: "block", documentation, lines: trimmed };
}

/** Lines below the first that all begin with a star under that of the opening sign lose it. */
function withoutStars(lines: readonly string[], column: number): readonly string[] {
  const [first = "", ...others] = lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  const indent = " ".repeat(column);
  if (!others.every((line) => line.startsWith(`${indent} *`))) return lines;
  return [first, ...others.map((line) => `${indent}${line.slice(column + 2)}`.trimEnd())];
}
