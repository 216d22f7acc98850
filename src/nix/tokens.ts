import type { Comment } from "./syntax.js";

export type TokenKind =
  | "identifier"
  | "keyword"
  | "integer"
  | "float"
  | "uri"
  | "search-path"
  /** The start of a path; the parser reads its parts. */
  | "path"
  | "punctuation"
  /** `"` or `''`; the parser reads what follows. */
  | "string"
  | "hole"
  | "end";

export interface SourceComment {
  readonly comment: Comment;
  /** Whether it starts on the line the token before ends on. */
  readonly sameLine: boolean;
  /** Whether an empty line is right before it. */
  readonly blankBefore: boolean;
  /** The language that it names for the string right after it. */
  readonly language?: string | undefined;
}

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Between the token before and this one. */
  readonly comments: SourceComment[];
  /** Whether an empty line is right before it. */
  readonly blankBefore: boolean;
}
