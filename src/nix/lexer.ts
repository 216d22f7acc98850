import { gluedHole, holeAfterSign } from "./misplaced-hole.js";
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

interface Match {
  readonly kind: TokenKind;
  readonly text: string;
}

/** The token that a text has at an offset, where neither blanks nor comments are. */
function match(text: string, start: number): Match | undefined {
  let kind: TokenKind | undefined;
  let found = "";
  for (const [candidate, pattern] of patternsFor(text.charAt(start))) {
    pattern.lastIndex = start;
    const one = pattern.exec(text)?.[0];
    if (one !== undefined && one.length > found.length) {
      kind = candidate;
      found = one;
    }
  }
  if (kind === undefined) return undefined;
  return { kind: kind === "identifier" && isKeyword(found) ? "keyword" : kind, text: found };
}

/** Splits Nix source into tokens, from wherever the parser is: strings and paths are its own work. */
export class Lexer {
  /** The source with a name in place of every hole: no token may be another with it. */
  readonly #named: string | undefined;

  constructor(readonly source: Source) {
    const { text, holes } = source;
    this.#named = holes.size === 0 ? undefined : text.replaceAll(holeCharacter, "x");
  }

  /**
   * The token at an offset, with the comments before it.
   * @throws NixSyntaxError at a character that starts no token, and at a hole that what is beside
   *   it would make part of another token
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
    const hole = holes.has(start);
    const found: Match | undefined = hole
      ? { kind: "hole", text: holeCharacter }
      : match(text, start);
    if (found === undefined) {
      if (holes.has(start + 1)) throw holeAfterSign(start + 1, text.charAt(start));
      throw new NixSyntaxError(unexpectedCharacter(text, start), start);
    }
    if (this.#named !== undefined) {
      this.#checkLeft(start, found, this.#named);
      if (hole) this.#checkRight(start + holeCharacter.length);
    }
    return token(found.kind, found.text);
  }

  /** That no hole is part of the token at an offset, or would be if it were a name. */
  #checkLeft(start: number, { kind, text }: Match, named: string): void {
    const end = start + text.length;
    const { text: source, holes } = this.source;
    const afterDot = source.charAt(start - 1) === ".";
    // After an opening quote, a hole is in the string.
    if (kind === "string") return;
    if (kind !== "punctuation" && kind !== "hole" && holes.has(end)) {
      throw gluedHole(end, { kind, before: text, after: "", afterDot });
    }
    const longer = match(named, start);
    if (longer === undefined || longer.text.length === text.length) return;
    const hole = source.indexOf(holeCharacter, start);
    const before = source.slice(start, hole);
    const after = source
      .slice(hole + holeCharacter.length, start + longer.text.length)
      .replaceAll(holeCharacter, "${…}");
    // With a name, `-` would be part of it; what is meant is mostly the operator.
    const sign = longer.kind === "identifier" && before === "" && after.startsWith("-");
    throw gluedHole(hole, { kind: sign ? "punctuation" : longer.kind, before, after, afterDot });
  }

  /** That what is written right after a hole is set off from it. */
  #checkRight(end: number): void {
    const { text, holes } = this.source;
    if (end >= text.length || /[ \t\r\n#]/.test(text.charAt(end))) return;
    const hole = end - holeCharacter.length;
    if (holes.has(end)) throw gluedHole(hole, { kind: "hole", before: "", after: "" });
    const beside = match(text, end);
    if (beside === undefined) {
      throw new NixSyntaxError(
        `a value cannot stand before \`${text.charAt(end)}\``,
        hole,
        "take the sign away, or put the text in quotes",
      );
    }
    if (beside.kind !== "punctuation") {
      throw gluedHole(hole, { kind: beside.kind, before: "", after: beside.text });
    }
  }
}

function unexpectedCharacter(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return character === "`"
    ? "a backquote means nothing here"
    : `\`${character}\` means nothing here`;
}
