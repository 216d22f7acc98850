import { placedAssignments } from "./environment-file.js";

/**
 * A file of variables in which a variable has another value; comments, quotes, blanks and the order
 * stay the user's.
 * @param line the assignment as `environmentFileText` writes it, without the line's end
 */
export function withAssignment(text: string, key: string, line: string): string {
  const all = placedAssignments(text);
  // Of several, systemd takes the last.
  const last = all.findLast((one) => one.key === key);
  if (last !== undefined) return `${text.slice(0, last.start)}${line}${text.slice(last.end)}`;
  const first = all[0]?.start ?? 0;
  // systemd before 254 takes what follows a comment that ends in a backslash for a part of it.
  const at = isContinued(text, first) ? 0 : lineStart(text, first);
  return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}

/** A file of variables in which a variable has no value; all else stays. */
export function withoutAssignment(text: string, key: string): string {
  const places = placedAssignments(text).filter((one) => one.key === key);
  return places.reduceRight((edited, { start, end }) => {
    const after = edited.slice(end);
    // The line below is not to become part of a comment.
    const rest = isContinued(edited, start) ? after : after.replace(/^(?:\r\n|\n|\r)/, "");
    return edited.slice(0, lineStart(edited, start)) + rest;
  }, text);
}

/** Where the line of a key begins, with the blanks before it. */
function lineStart(text: string, at: number): number {
  return at - (/[ \t]*$/.exec(text.slice(0, at))?.[0].length ?? 0);
}

/** Whether the line above ends in a backslash. */
function isContinued(text: string, at: number): boolean {
  return /\\(?:\r\n|\n|\r)[ \t]*$/.test(text.slice(0, at));
}
