import { isKeyword } from "./names.js";
import { holeCharacter, type Source } from "./source.js";
import { NixSyntaxError } from "./syntax-error.js";
import { readTrivia } from "./trivia.js";
import type { Token, TokenKind } from "./tokens.js";

type Pattern = readonly [kind: TokenKind, pattern: RegExp, start: RegExp];

/*
 * The token classes of Nix's own lexer (src/libexpr/lexer.l), and what each can start with. The
 * longest match wins; among equals the one listed first.
 */
const patterns: readonly Pattern[] = [
  ["identifier", /[a-zA-Z_][a-zA-Z0-9_'-]*/y, /[a-zA-Z_]/],
  ["integer", /[0-9]+/y, /[0-9]/],
  ["float", /(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?/y, /[0-9.]/],
  ["path", /(?:[a-zA-Z0-9._+-]*|~)(?:\/[a-zA-Z0-9._+-]+)+\/?/y, /[a-zA-Z0-9._+~/-]/],
  ["path", /(?:[a-zA-Z0-9._+-]*|~)\/(?=\$\{|\0)/y, /[a-zA-Z0-9._+~/-]/],
  ["search-path", /<[a-zA-Z0-9._+-]+(?:\/[a-zA-Z0-9._+-]+)*>/y, /</],
  ["uri", /[a-zA-Z][a-zA-Z0-9+.-]*:[a-zA-Z0-9%/?:@&=+$,_.!~*'-]+/y, /[a-zA-Z]/],
  [
    "punctuation",
    /\.\.\.|\$\{|==|!=|<=|>=|&&|\|\||->|\/\/|\+\+|[-+*/<>!?:;,.@=(){}[\]]/y,
    /[-+*/<>!?:;,.@=(){}[\]$&|]/,
  ],
  ["string", /"|''/y, /["']/],
];

/** The patterns for tokens that start with a character, worked out when it is first met. */
const byStart = new Map<string, readonly Pattern[]>();

function patternsFor(character: string): readonly Pattern[] {
  const known = byStart.get(character);
  if (known !== undefined) return known;
  const found = patterns.filter(([, , start]) => start.test(character));
  byStart.set(character, found);
  return found;
}

/** Splits Nix source into tokens, from wherever the parser is: strings and paths are its own work. */
export class Lexer {
  constructor(readonly source: Source) {}

  /**
   * The token at an offset, with the comments before it.
   * @throws NixSyntaxError at a character that starts no token
   */
  read(offset: number): Token {
    const { text, holes } = this.source;
    const { comments, blankBefore, end: start } = readTrivia(text, offset);
    const token = (kind: TokenKind, found: string): Token => ({
      kind,
      text: found,
      start,
      end: start + found.length,
      comments,
      blankBefore,
    });
    if (start >= text.length) return token("end", "");
    if (holes.has(start)) return token("hole", holeCharacter);
    let kind: TokenKind | undefined;
    let found = "";
    for (const [candidate, pattern] of patternsFor(text.charAt(start))) {
      pattern.lastIndex = start;
      const match = pattern.exec(text)?.[0];
      if (match !== undefined && match.length > found.length) {
        kind = candidate;
        found = match;
      }
    }
    if (kind === undefined) {
      throw new NixSyntaxError(unexpectedCharacter(text, start), start);
    }
    if (kind === "identifier" && isKeyword(found)) kind = "keyword";
    return token(kind, found);
  }
}

function unexpectedCharacter(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return character === "`"
    ? "a backquote means nothing here"
    : `\`${character}\` means nothing here`;
}
