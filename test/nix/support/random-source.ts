/** Throws a die: a whole number from 0, below `sides`. */
export type Dice = (sides: number) => number;

/** Around what is between the quotes of a string, and where a value may stand. */
export const marks = {
  quoted: "\u0001",
  indented: "\u0002",
  closing: "\u0003",
  hole: "\u0004",
} as const;

type Style = "quoted" | "indented";

/** Random Nix with marks, most of it right; what is not is for Nix to say. */
export function randomSource(dice: Dice): string {
  return new SourceMaker(dice).source();
}

const between = (style: Style, text: string): string => marks[style] + text + marks.closing;
const quoted = (text: string): string => `"${between("quoted", text)}"`;

const operators = "+ - * / ++ // < > <= >= == != && || ->".split(" ");
const names = ["a", "b", "pkgs", "lib", "f-g", "h'", "_i", "x"];
const keys = ["k1", "k2", "k-3", "or", "k4'", quoted("k 5"), quoted("6"), "k7", "k8"];
const integers = ["0", "1", "42", "007"];
const floats = ["1.5", ".5", "1.", "2.5e3", "1.e-2"];
const paths = ["./a", "../b/c.nix", "/etc/x", "a/b", "./.", "~/y", "./a-b/c+d"];
const uris = ["http://e/f?g", "mailto:a@b", "x:y", "a+b:c"];
const searchPaths = ["<nixpkgs>", "<nixpkgs/lib>", "<a-b/c.d>"];
const blanks = ["\n  ", " /* c1 d */ ", "/**/", " # c2 http://e/f\n", "\t", "\n", "/** c3\n c4 */"];
const inQuoted = ["a", " ", "\\n", '\\"', "\\$", "$", "$$", "\\\\", "{", "}", "/*", "#", "'", "''"];
const moreInQuoted = ["\n", "http://h/", "é", "\\${"];
const inIndented = ["a", "b", " ", "\n", "\n  ", "\n    ", "''$", "'''", "''\\n", "$", "$$", "' "];
const moreInIndented = ['"', "{", "}", "#", "''${", "\\"];

class SourceMaker {
  #holes = 0;

  constructor(private readonly dice: Dice) {}

  source(): string {
    return this.#blank() + this.#expression(3) + this.#blank();
  }

  #pick(items: readonly string[]): string {
    return items[this.dice(items.length)] ?? "";
  }

  #times(most: number, make: () => string): string {
    return Array.from({ length: this.dice(most + 1) }, make).join("");
  }

  /** Between two tokens; sometimes nothing, whatever Nix makes of that. */
  #blank(): string {
    const kind = this.dice(12);
    if (kind < 3) return "";
    return kind < 9 ? " " : this.#pick(blanks);
  }

  #orHole(other: () => string): string {
    if (this.#holes > 2 || this.dice(6) !== 0) return other();
    this.#holes++;
    return marks.hole;
  }

  #join(...tokens: readonly string[]): string {
    // A quote right after a name would be part of it.
    return tokens.reduce((all, one) => all + (/^["']/.test(one) ? " " : this.#blank()) + one);
  }

  #key(): string {
    return this.#orHole(() => this.#pick(keys));
  }

  #expression(depth: number): string {
    if (depth === 0) return this.#term(0);
    const inner = (): string => this.#expression(depth - 1);
    const term = (): string => this.#term(depth - 1);
    switch (this.dice(16)) {
      case 0:
        return this.#join(`${this.#pick(names)}:`, inner());
      case 1:
        return this.#join("{", "p", ",", "q", "?", this.#term(0), ",", "...", "}:", inner());
      case 2:
        return this.#join("let", "v", "=", inner(), ";", "in", inner());
      case 3:
        return this.#join("with", term(), ";", inner());
      case 4:
        return this.#join("if", inner(), "then", inner(), "else", inner());
      case 5:
        return this.#join("assert", inner(), ";", inner());
      case 6:
        return this.#join(this.dice(2) === 0 ? "!" : "-", term());
      case 7:
      case 8:
      case 9:
        return this.#join(term(), this.#pick(operators), term());
      case 10:
      case 11:
        return `${term()} ${term()}`;
      case 12:
        return this.#join(term(), "?", this.#key());
      case 13:
        return this.#join(term(), ".", this.#key(), "or", term());
      default:
        return this.#term(depth);
    }
  }

  #term(depth: number): string {
    return this.#orHole(() => this.#plainTerm(depth));
  }

  #plainTerm(depth: number): string {
    switch (this.dice(depth === 0 ? 12 : 18)) {
      case 0:
      case 1:
        return this.#pick(names);
      case 2:
        return this.#pick(integers);
      case 3:
        return this.#pick(floats);
      case 4:
        return this.#pick(paths);
      case 5:
        return this.#pick(uris);
      case 6:
        return this.#pick(searchPaths);
      case 7:
      case 8:
        return quoted(this.#content("quoted", depth, [...inQuoted, ...moreInQuoted]));
      case 9:
        return this.#indented(depth);
      case 10:
        return this.#join(this.#pick(names), ".", this.#key());
      case 11:
        return "[ ]";
      case 12:
      case 13:
        return this.#join(`[${this.#times(3, () => ` ${this.#term(depth - 1)}`)}`, "]");
      case 14:
      case 15:
        return this.#set(depth);
      default:
        return this.#join("(", this.#expression(depth - 1), ")");
    }
  }

  #set(depth: number): string {
    const binding = (key: string): string => {
      const path = this.dice(5) === 0 ? this.#join(key, ".", this.#key()) : key;
      return this.#join(path, "=", this.#expression(depth - 1), ";");
    };
    const some = (sides: number, make: () => string): string[] =>
      this.dice(sides) === 0 ? [make()] : [];
    const name = (other: string): string => this.#orHole(() => other);
    const from = (): string => this.#join("(", this.#term(0), ")");
    return this.#join(
      this.dice(4) === 0 ? "rec {" : "{",
      ...some(2, () => binding(name("m1"))),
      ...some(3, () => binding("m2")),
      ...some(4, () => this.#join("inherit", "n1", name("n2"), ";")),
      ...some(6, () => this.#join("inherit", from(), name("n3"), ";")),
      "}",
    );
  }

  #indented(depth: number): string {
    const content = this.#content("indented", depth, [...inIndented, ...moreInIndented]);
    return `''${between("indented", content)}''`;
  }

  #content(style: Style, depth: number, texts: readonly string[]): string {
    let all = "";
    for (let count = this.dice(6); count > 0; count--) {
      if (this.dice(5) > 0) {
        const text = this.#orHole(() => this.#pick(texts));
        all += (all.endsWith("$") && text.startsWith("{") ? " " : "") + text;
        continue;
      }
      const code = this.#join("${", this.#expression(Math.max(0, depth - 1)), "}");
      // After a dollar, it would be text.
      all += (all.endsWith("$") ? " " : "") + marks.closing + code + marks[style];
    }
    return all;
  }
}
