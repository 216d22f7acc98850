import { Lexer } from "../lexer.js";
import type { Source } from "../source.js";
import { NixSyntaxError } from "../syntax-error.js";
import type { Comment, Expression, Trivia } from "../syntax.js";
import type { Token } from "../tokens.js";
import type { Holes } from "./holes.js";

/** Deeper nesting than this would only serve to exhaust the stack. */
const deepest = 250;

/** The tokens of a source one after the other, and the comments passed on the way. */
export class TokenStream {
  private readonly lexer: Lexer;
  private readonly ahead: Token[] = [];
  private offset = 0;
  private depth = 0;
  /** Comments that no binding, item or formal has taken yet. */
  private stray: Comment[] = [];

  constructor(
    readonly source: Source,
    readonly holes: Holes | undefined,
  ) {
    this.lexer = new Lexer(source);
  }

  /** The token `distance` ahead. No string or path may be on the way there. */
  peek(distance = 0): Token {
    for (;;) {
      const found = this.ahead[distance];
      if (found !== undefined) return found;
      this.ahead.push(this.lexer.read(this.ahead.at(-1)?.end ?? this.offset));
    }
  }

  take(): Token {
    const token = this.peek();
    this.ahead.shift();
    this.offset = token.end;
    this.stray.push(...token.comments.map((one) => one.comment));
    return token;
  }

  /** Goes on at an offset: after a string or a path. */
  moveTo(offset: number): void {
    this.ahead.length = 0;
    this.offset = offset;
  }

  /** Where the next token is looked for. */
  get position(): number {
    return this.offset;
  }

  /** Whether the next token is a given word or sign. */
  sees(text: string, distance = 0): boolean {
    const token = this.peek(distance);
    return (token.kind === "punctuation" || token.kind === "keyword") && token.text === text;
  }

  takeIf(text: string): boolean {
    if (!this.sees(text)) return false;
    this.take();
    return true;
  }

  /** @throws NixSyntaxError unless the next token is `text` */
  expect(text: string): Token {
    if (!this.sees(text)) this.fail(`expected \`${text}\``);
    return this.take();
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") this.fail("expected the end");
    this.take();
  }

  /** @throws NixSyntaxError that names what was found instead */
  fail(expected: string, token = this.peek()): never {
    throw new NixSyntaxError(`${expected}, found ${describe(token)}`, token.start);
  }

  /** @throws NixSyntaxError at a token */
  reject(message: string, token = this.peek()): never {
    throw new NixSyntaxError(message, token.start);
  }

  /** Runs `parse` one level deeper, so that a source cannot exhaust the stack. */
  nested<Result>(parse: () => Result): Result {
    if (this.depth >= deepest) {
      throw new NixSyntaxError("this is nested too deeply", this.peek().start);
    }
    this.depth++;
    const result = parse();
    this.depth--;
    return result;
  }

  /** Runs `parse` and gives the comments before and in what it parsed, and after it on its line. */
  withTrivia<Result>(parse: () => Result): { result: Result; trivia: Trivia | undefined } {
    const outer = this.stray;
    this.stray = [];
    const result = parse();
    const before = this.stray;
    this.stray = outer;
    const after = this.takeCommentAfter();
    if (before.length === 0 && after === undefined) return { result, trivia: undefined };
    return {
      result,
      trivia: {
        ...(before.length === 0 ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      },
    };
  }

  /** Takes a comment that ends the line of the token before. */
  takeCommentAfter(): string | undefined {
    const { comments } = this.peek();
    const [first] = comments;
    if (first?.sameLine !== true || first.comment.kind !== "line") return undefined;
    if (first.comment.text.trim() === "") return undefined;
    comments.shift();
    return first.comment.text.trim();
  }

  /** Takes the comments before the next token: those after the last item. */
  takeClosing(): readonly Comment[] | undefined {
    const { comments } = this.peek();
    if (comments.length === 0) return undefined;
    return comments.splice(0).map((one) => one.comment);
  }

  /** Takes the comments off an expression, for the nearest place around it that holds some. */
  withoutTrivia(expression: Expression): Expression {
    const { trivia, ...rest } = expression;
    if (trivia === undefined) return expression;
    this.stray.push(...(trivia.before ?? []));
    if (trivia.after !== undefined) this.stray.push({ kind: "line", text: ` ${trivia.after}` });
    return rest;
  }

  /** Puts comments that found no better place before the expression. */
  withStrayComments(expression: Expression): Expression {
    const stray = this.stray;
    this.stray = [];
    if (stray.length === 0) return expression;
    const before = [...stray, ...(expression.trivia?.before ?? [])];
    return { ...expression, trivia: { ...expression.trivia, before } };
  }
}

function describe({ kind, text }: Token): string {
  if (kind === "end") return "the end";
  if (kind === "hole") return "a value from TypeScript";
  return kind === "string" ? "a string" : `\`${text}\``;
}
