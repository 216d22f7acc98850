import type { Position, ValuePath } from "../problems/problem.js";
import { DocumentBuilder } from "./printer/builder.js";
import { printComment } from "./printer/comments.js";
import type { Document, PendingMark } from "./printer/document.js";
import { printAny } from "./printer/expression.js";
import { Layout } from "./printer/layout.js";
import type { Expression } from "./syntax.js";

/** Which part of a generated file came from which value of the config. */
export interface Mark {
  readonly path: ValuePath;
  readonly start: Position;
  /** Exclusive. */
  readonly end: Position;
}

export interface PrintOptions {
  /** Lines put at the start, each as a comment; without `#`. */
  readonly header?: readonly string[];
  /** The absolute path of the folder the file is in: paths to files are written relative to it. */
  readonly directory: string;
}

export interface PrintedFile {
  readonly text: string;
  /** In the order of the text, outer ones first. Worked out when they are first asked for. */
  readonly marks: readonly Mark[];
}

/** The limit of nixfmt; indentation does not count. */
const lineWidth = 100;

/** Prints a file whose text nixfmt 1.x leaves as it is. */
export function printFile(expression: Expression, options: PrintOptions): PrintedFile {
  let marks: readonly Mark[] | undefined;
  return {
    text: print(expression, options),
    // Hardly ever looked at, and more work than the text.
    get marks() {
      marks ??= marksOf(expression, options);
      return marks;
    },
  };
}

function marksOf(expression: Expression, options: PrintOptions): Mark[] {
  const marks: PendingMark[] = [];
  print(expression, options, marks);
  return marks.flatMap(finished).sort(byPlace);
}

/** @param marks filled with where each value is in the text */
function print(expression: Expression, options: PrintOptions, marks?: PendingMark[]): string {
  const layout = new Layout(lineWidth, marks);
  const builder = new DocumentBuilder(options.directory, marks);
  for (const comment of expression.trivia?.before ?? []) printComment(builder, comment);
  if (expression.trivia?.after !== undefined) {
    printComment(builder, { kind: "line", text: ` ${expression.trivia.after.trim()}` });
  }
  builder.group(() => {
    printAny(builder, expression);
  });
  const header = options.header ?? [];
  layout.writeLines(header.map(headerLine));
  const documents = builder.finish();
  // nixfmt fits a whole file on one line without counting the comment that it may begin with.
  const whole: readonly Document[] =
    header.length === 0 ? [{ kind: "group", groupKind: "regular", content: documents }] : documents;
  layout.render(whole, builder.dependsOnRoom);
  return layout.finish();
}

/** A line break, which the name of a file may have, would end the comment. */
function headerLine(line: string): string {
  return line === "" ? "#" : `# ${line.replace(/[\r\n]+/g, " ")}`;
}

/** Prints an expression alone, as in a message; paths to files are absolute. */
export function printExpression(expression: Expression): string {
  return print(expression, { directory: "" }).trimEnd();
}

function finished({ path, start, end }: PendingMark): Mark[] {
  return start === undefined || end === undefined ? [] : [{ path, start, end }];
}

function byPlace(one: Mark, other: Mark): number {
  return compare(one.start, other.start) || compare(other.end, one.end);
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column;
}
