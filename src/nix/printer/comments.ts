import type { Comment, Trivia } from "../syntax.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap } from "./document.js";

/** Comments before, `print`, and the comment at the end of the line. */
export function printWithTrivia(
  out: DocumentBuilder,
  trivia: Trivia | undefined,
  print: () => void,
): void {
  for (const comment of trivia?.before ?? []) printComment(out, comment);
  print();
  if (trivia?.after !== undefined) printAfter(out, trivia.after);
}

/** Whether an empty line sets an item apart from the one before. */
export function isSetApart(trivia: Trivia | undefined): boolean {
  return trivia?.before?.[0]?.kind === "blank";
}

/** A comment at the end of the current line. */
export function printAfter(out: DocumentBuilder, text: string): void {
  out.spacing(Gap.space);
  out.comment(`# ${text.trim()}`);
  out.spacing(Gap.hardLine);
}

/** Comments after the last item. */
export function printClosing(out: DocumentBuilder, comments: readonly Comment[] = []): void {
  if (comments.length > 0) out.spacing(Gap.hardLine);
  for (const comment of comments) printComment(out, comment);
}

export function printComment(out: DocumentBuilder, comment: Comment): void {
  if (comment.kind === "blank") {
    out.spacing(Gap.emptyLine);
    return;
  }
  if (comment.kind === "line") {
    out.comment(`#${comment.text}`);
    out.spacing(Gap.hardLine);
    return;
  }
  out.comment(comment.documentation ? "/**" : "/*");
  out.spacing(Gap.hardLine);
  out.shift(2, () => {
    for (const line of comment.lines) {
      if (line === "") {
        out.spacing(Gap.emptyLine);
      } else {
        out.comment(line);
        out.spacing(Gap.hardLine);
      }
    }
  });
  out.comment("*/");
  out.spacing(Gap.hardLine);
}
