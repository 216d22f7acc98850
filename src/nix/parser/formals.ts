import type { Comment, Formal, Parameter, Trivia } from "../syntax.js";
import { parseExpression } from "./expression.js";
import type { TokenStream } from "./stream.js";

/** Whether a `{` opens the formals of a function rather than a set. */
export function startsFormals(stream: TokenStream): boolean {
  if (stream.sees("}", 1)) return stream.sees(":", 2) || stream.sees("@", 2);
  if (stream.sees("...", 1)) return true;
  const { kind } = stream.peek(1);
  // A value is no parameter's name, but what is around it says that one was meant.
  if (kind !== "identifier" && kind !== "hole") return false;
  return stream.sees(",", 2) || stream.sees("?", 2) || stream.sees("}", 2);
}

/** `{ a, b ? 1, ... }` */
export function parseFormals(stream: TokenStream): Extract<Parameter, { kind: "formals" }> {
  stream.expect("{");
  const formals: Formal[] = [];
  let ellipsis = false;
  let closing: readonly Comment[] | undefined;
  for (;;) {
    if (stream.sees("}") || stream.sees("...")) {
      closing = stream.takeClosing();
      ellipsis = stream.takeIf("...");
      closing = joined(closing, stream.takeClosing());
      break;
    }
    const { result, trivia } = stream.withTrivia(() => parseFormal(stream));
    const comma = stream.takeIf(",");
    const late = comma && trivia?.after === undefined ? stream.takeCommentAfter() : undefined;
    const whole: Trivia | undefined = late === undefined ? trivia : { ...trivia, after: late };
    formals.push(whole === undefined ? result : { ...result, trivia: whole });
    if (!comma) {
      closing = stream.takeClosing();
      break;
    }
  }
  stream.expect("}");
  return { kind: "formals", formals, ellipsis, ...(closing === undefined ? {} : { closing }) };
}

function joined(
  one: readonly Comment[] | undefined,
  other: readonly Comment[] | undefined,
): readonly Comment[] | undefined {
  return one === undefined ? other : [...one, ...(other ?? [])];
}

function parseFormal(stream: TokenStream): Formal {
  const token = stream.peek();
  if (token.kind !== "identifier") stream.fail("expected the name of a parameter");
  stream.take();
  if (!stream.takeIf("?")) return { name: token.text };
  return { name: token.text, default: parseExpression(stream) };
}
