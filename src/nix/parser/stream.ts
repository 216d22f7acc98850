import { Lexer } from "../lexer.js";
import type { Source } from "../source.js";
import { NixSyntaxError } from "../syntax-error.js";
import type { Comment, Expression, Trivia } from "../syntax.js";
import type { SourceComment, Token } from "../tokens.js";
import type { Holes } from "./holes.js";

/** Deeper nesting than this would only serve to exhaust the stack. */
const deepest = 250;

/** The same for trees, which a chain of operators makes one level higher with each operator. */
const highest = 400;

/** The tokens of a source one after the other, and the comments passed on the way. */
export class TokenStream {
  private readonly lexer: Lexer;
  private readonly ahead: Token[] = [];
  private offset = 0;
  /** The deepest level of what is being parsed. */
  private peak = 0;
  /** How many `${…}` are around the next token. */
  private interpolations = 0;
  /** Comments that no binding, item or formal has taken yet. */
  private stray: Comment[] = [];

  constructor(
    readonly source: Source,
    readonly holes: Holes | undefined,
    private level: number,
  ) {
    this.lexer = new Lexer(source);
  }

  /** How many levels of syntax are around the next token. */
  get depth(): number {
    return this.level;
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

  /** Goes on at an offset: in or after a string or a path. */
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

  /** Takes the comment that names the language of the string ahead. */
  takeLanguage(): string | undefined {
    const { comments } = this.peek();
    const language = this.languageIn(comments);
    if (language !== undefined) comments.pop();
    return language;
  }

  /** Runs `parse` on what is in `${…}`: no script is there, and a comment is a comment. */
  interpolated<Result>(parse: () => Result): Result {
    this.interpolations++;
    const result = parse();
    this.interpolations--;
    return result;
  }

  private languageIn(comments: readonly SourceComment[]): string | undefined {
    const language = this.interpolations === 0 ? comments.at(-1)?.language : undefined;
    if (language === undefined) return undefined;
    const { kind, start } = this.peek();
    if (kind !== "hole") return language;
    const hole = this.source.holes.get(start);
    return hole !== undefined && this.holes?.isString?.(hole) === true ? language : undefined;
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
    if (this.level >= deepest) {
      throw new NixSyntaxError("this is nested too deeply", this.peek().start);
    }
    this.level++;
    this.peak = Math.max(this.peak, this.level);
    const result = parse();
    this.level--;
    return result;
  }

  /** Runs `parse`, which calls `heighten` whenever it puts one more node above what it parsed. */
  chained<Result>(parse: (heighten: () => void) => Result): Result {
    const outer = this.peak;
    this.peak = this.level;
    const result = parse(() => {
      this.peak++;
      if (this.peak > highest) this.reject("this chain of operators is too long");
    });
    this.peak = Math.max(this.peak, outer);
    return result;
  }

  /**
   * Runs `parse` and gives the comments before and in what it parsed, and after it on its line.
   * Empty lines count only before it; `first`: not even there, since it opens a block.
   */
  withTrivia<Result>(
    parse: () => Result,
    first = true,
  ): { result: Result; trivia: Trivia | undefined } {
    const outer = this.stray;
    const before = this.takeLeading(first);
    this.stray = [];
    const result = parse();
    before.push(...this.stray);
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
    if (this.languageIn([first]) !== undefined) return undefined;
    if (first.comment.text.trim() === "") return undefined;
    comments.shift();
    return first.comment.text.trim();
  }

  /** Takes the comments before the next token: those after the last item. */
  takeClosing(first = true): readonly Comment[] | undefined {
    const comments = this.takeLeading(first);
    if (comments.at(-1)?.kind === "blank") comments.pop();
    return comments.length === 0 ? undefined : comments;
  }

  /** Takes the comments and empty lines before the next token, but no empty line at a start. */
  private takeLeading(first: boolean): Comment[] {
    const { comments, blankBefore } = this.peek();
    const blank: Comment = { kind: "blank" };
    // A language belongs to the string, not to what is around it.
    const taken = comments.length - (this.languageIn(comments) === undefined ? 0 : 1);
    const leading = comments
      .splice(0, taken)
      .flatMap((one) => (one.blankBefore ? [blank, one.comment] : [one.comment]));
    if (blankBefore && comments.length === 0) leading.push(blank);
    if (first && leading[0] === blank) leading.shift();
    return leading;
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
