import { Lexer } from "./lexer.js";
import { readPath } from "./path-reader.js";
import type { Source } from "./source.js";
import { readIndented, readQuoted, type ReadInterpolation } from "./string-reader.js";
import { NixSyntaxError } from "./syntax-error.js";
import type { Token } from "./tokens.js";

/** What a hole is in. */
export type HoleContext = "expression" | "quoted" | "indented";

export interface Scan {
  /** What each hole is in; those behind a broken string are not among them. */
  readonly contexts: ReadonlyMap<number, HoleContext>;
  /** All words that could be variables. */
  readonly identifiers: ReadonlySet<string>;
  /** The first hole that no grammar lets stand where it is. */
  readonly misplaced: NixSyntaxError | undefined;
  /** Paths without interpolation. */
  readonly paths: readonly Token[];
}

/**
 * Reads the tokens of a source that need not follow any grammar known here: a newer Nix may have
 * signs and forms of its own. Only strings and their `${…}` are told apart from the rest.
 */
export function scanSource(source: Source): Scan {
  const scanner = new Scanner(source);
  scanner.scan(0, false);
  return scanner;
}

class Scanner implements Scan {
  readonly contexts = new Map<number, HoleContext>();
  readonly identifiers = new Set<string>();
  readonly paths: Token[] = [];
  misplaced: NixSyntaxError | undefined;
  readonly #lexer: Lexer;

  constructor(private readonly source: Source) {
    this.#lexer = new Lexer(source);
  }

  /** Reads to the end, or to after the brace that closes an interpolation. */
  scan(from: number, untilBrace: boolean): number {
    let depth = 0;
    let at = from;
    for (;;) {
      const token = this.#token(at);
      at = token.end;
      if (token.kind === "end") return at;
      if (token.kind === "identifier") this.identifiers.add(token.text);
      else if (token.kind === "hole") this.#note(token.start, "expression");
      else if (token.kind === "string") at = this.#string(token);
      else if (token.kind === "path") at = this.#path(token);
      else if (token.text === "{" || token.text === "${") depth += 1;
      else if (token.text === "}") {
        if (depth === 0 && untilBrace) return at;
        depth -= 1;
      }
    }
  }

  /** The next token, past characters that start none. */
  #token(from: number): Token {
    for (let at = from; ;) {
      try {
        return this.#lexer.read(at);
      } catch (error) {
        if (!(error instanceof NixSyntaxError)) throw error;
        this.#noteError(error);
        at = Math.max(at, error.offset) + 1;
      }
    }
  }

  #string(open: Token): number {
    const style = open.text === '"' ? "quoted" : "indented";
    const readString = style === "quoted" ? readQuoted : readIndented;
    try {
      return readString(this.source, open.end, this.#interpolation(style)).end;
    } catch (error) {
      this.#noteError(error);
      return this.source.text.length;
    }
  }

  #path(start: Token): number {
    try {
      const { parts, end } = readPath(this.source, start, this.#interpolation("expression"));
      const [text] = parts;
      if (typeof text === "string" && parts.length === 1) this.paths.push({ ...start, text, end });
      return end;
    } catch (error) {
      this.#noteError(error);
      return start.end;
    }
  }

  #interpolation(context: HoleContext): ReadInterpolation {
    return (offset) => {
      const part = {
        kind: "interpolation",
        expression: { kind: "identifier", name: "null" },
      } as const;
      if (!this.source.holes.has(offset)) return { part, end: this.scan(offset + 2, true) };
      this.#note(offset, context);
      return { part, end: offset + 1 };
    };
  }

  #noteError(error: unknown): void {
    if (!(error instanceof NixSyntaxError)) throw error;
    if (this.source.holes.has(error.offset)) this.misplaced ??= error;
  }

  #note(offset: number, context: HoleContext): void {
    const hole = this.source.holes.get(offset);
    if (hole !== undefined) this.contexts.set(hole, context);
  }
}
