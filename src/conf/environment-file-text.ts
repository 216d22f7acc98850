import { ProblemError, type Problem, type ValuePath } from "../problems/problem.js";
import type { Assignment, EnvironmentFile } from "./environment-file.js";

/** Values that need no quotes, to systemd or to any other reader of the file. */
const plain = /^[\w./:,@%+=-]*$/;
/** Half of a surrogate pair, and control characters other than the tab. */

const unwritable = /\p{Cs}|[\0-\x08\x0a-\x1f\x7f]/u;
const key = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whose file it is, for problems. */
export interface FileSubject {
  /** "container `web`" */
  readonly words: string;
  /** Which value of the config a variable comes from. */
  readonly pathOf?: (key: string) => ValuePath;
}

/**
 * A file of variables from which systemd, of any version, reads these values back.
 * @throws ProblemError NP702 for a value that it cannot hold: one with a line break or another
 *   control character, which old versions of systemd drop and other readers take for the line's end
 */
export function environmentFileText(
  { assignments, comments }: EnvironmentFile,
  subject: FileSubject,
): string {
  const problems = assignments.flatMap((one) => problemOf(one, subject));
  if (problems.length > 0) throw new ProblemError(problems);
  return [
    ...comments.map((one) => `#${comment(one)}\n`),
    ...assignments.map((one) => `${one.key}=${quoted(one.value)}\n`),
  ].join("");
}

function quoted(value: string): string {
  return plain.test(value) ? value : `"${value.replace(/["\\`$]/g, "\\$&")}"`;
}

/** A backslash at the end of a comment would, to systemd before 254, go on to the next line. */
function comment(text: string): string {
  if (/[\n\r\0]|\\$/.test(text)) throw new TypeError("a comment is one line");
  return text;
}

function problemOf(one: Assignment, { words, pathOf }: FileSubject): Problem[] {
  if (!key.test(one.key)) throw new TypeError(`\`${one.key}\` is no name of a variable`);
  const found = unwritable.exec(one.value)?.[0];
  if (found === undefined) return [];
  const code = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const what = found === "\n" || found === "\r" ? "a line break" : `the character ${code}`;
  return [
    {
      code: "NP702",
      severity: "error",
      message: `${words}: ${one.key} has ${what}, which its conf file cannot hold`,
      ...(pathOf === undefined ? {} : { path: pathOf(one.key) }),
    },
  ];
}
