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
      const comment = blockComment(text.slice(at + 2, end));
      checkHoles(text.slice(at, end), at);
      if (comment !== undefined) comments.push({ comment, sameLine, blankBefore });
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

/** The lines of a block comment without their common indentation; one line becomes `# …`. */
function blockComment(content: string): Comment | undefined {
  const documentation = content.startsWith("*");
  const lines = (documentation ? content.slice(1) : content)
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  const [first = "", ...others] = lines;
  const indents = others.filter((line) => line !== "").map((line) => /^ */.exec(line)?.[0].length);
  const common = Math.min(...indents.map((indent) => indent ?? 0));
  const trimmed = [first.trimStart(), ...others.map((line) => line.slice(common))];
  while (trimmed.at(-1) === "") trimmed.pop();
  while (trimmed[0] === "") trimmed.shift();
  const [only] = trimmed;
  if (only === undefined) return undefined;
  return trimmed.length === 1
    ? { kind: "line", text: ` ${only.trim()}` }
    : { kind: "block", documentation, lines: trimmed };
}
