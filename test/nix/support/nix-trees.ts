import { spawnSync } from "node:child_process";
import { RealNix } from "./evaluate.js";

/** In parentheses, so that a text is one expression. */
const wrapped = (text: string): string => `(\n${text}\n)`;

/** Nix's own parser, asked about thousands of texts at once. */
export class NixTrees extends RealNix {
  /** Which texts are an expression: `nix repl` goes on after those that are none. */
  parse(texts: readonly string[]): boolean[] {
    const lines = texts.map((text, index) => {
      const path = this.write(`${index}.nix`, `_: with _; ${wrapped(text)}`);
      // A text without an end makes the repl wait for more; the bracket ends that.
      return `import ${path}\n]\n`;
    });
    const words = ["repl", "--extra-experimental-features", "nix-command"];
    const { stdout } = spawnSync("nix", words, {
      input: lines.join(""),
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      env: { ...process.env, HOME: this.folder, XDG_DATA_HOME: this.folder },
    });
    const found = stdout.matchAll(/«lambda[^»]*\/(\d+)\.nix/g);
    const right = new Set([...found].map(([, index]) => Number(index)));
    return texts.map((_, index) => right.has(index));
  }

  /** The syntax tree of each text; undefined for one that is no expression. */
  treesIfRight(texts: readonly string[]): (string | undefined)[] {
    const right = this.parse(texts);
    const trees = this.trees(texts.filter((_, index) => right[index]));
    return right.map((one) => (one ? trees.shift() : undefined));
  }

  /**
   * The syntax tree of each text, as Nix prints it, in a form in which `"a${"b"}"` is `"ab"` and
   * `(a.b).c` is `a.b.c`.
   * @throws Error when a text is no expression
   */
  trees(texts: readonly string[]): string[] {
    if (texts.length === 0) return [];
    const items = texts.map((text, index) => `"§${index}§" ${wrapped(text)}`);
    const path = this.write("all.nix", `_: with _; [\n${items.join("\n")}\n"§end§" ]`);
    const { ok, stdout, stderr } = this.instantiate("--parse", path);
    if (!ok) throw new Error(stderr);
    return stdout
      .split(/\("§(?:\d+|end)§"\)/)
      .slice(1, -1)
      .map((tree) => withSortedFormals(withJoinedSelections(withJoinedStrings(tree))));
  }
}

const stringToken = /^"[^]*"$/;

/** Joins strings that are concatenated, and drops empty ones. */
function withJoinedStrings(tree: string): string {
  let tokens = tree.trim().match(/"(?:[^"\\]|\\[^])*"|[^"]+|"/g) ?? [];
  for (let changed = true; changed;) {
    changed = false;
    for (let at = 0; at < tokens.length; at++) {
      const one = tokens[at] ?? "";
      if (!stringToken.test(one)) continue;
      const before = tokens[at - 1] ?? "";
      const after = tokens[at + 1] ?? "";
      const next = tokens[at + 2] ?? "";
      if (after === " + " && stringToken.test(next)) {
        tokens.splice(at, 3, one.slice(0, -1) + next.slice(1));
      } else if (one === '""' && after.startsWith(" + ")) {
        tokens.splice(at, 2, after.slice(3));
      } else if (one === '""' && before.endsWith(" + ")) {
        tokens.splice(at - 1, 2, before.slice(0, -3));
      } else if (before.endsWith("(") && after.startsWith(")")) {
        tokens.splice(at - 1, 3, before.slice(0, -1), one, after.slice(1));
      } else continue;
      changed = true;
    }
    // Texts that are no strings and stand side by side are one.
    if (changed) tokens = tokens.join("").match(/"(?:[^"\\]|\\[^])*"|[^"]+|"/g) ?? [];
  }
  return tokens.join("");
}

/** Writes `((a).b).c` as `(a).b.c`, which means the same. */
function withJoinedSelections(tree: string): string {
  let text = tree;
  for (let at = text.indexOf("(("); at !== -1; at = text.indexOf("((", at + 1)) {
    const inner = closingOf(text, at + 1);
    const outer = closingOf(text, at);
    const path = text.slice(inner + 1, outer);
    if (!/^\.[^()]*$/.test(path) || path.includes(" or ") || text[outer + 1] !== ".") continue;
    text = text.slice(0, at) + text.slice(at + 1, outer) + text.slice(outer + 1);
    at = Math.max(-1, at - 2);
  }
  return text;
}

/** Where the parenthesis at an offset is closed; those in strings do not count. */
function closingOf(text: string, opening: number): number {
  const tokens = /"(?:[^"\\]|\\[^])*"|[()]/g;
  tokens.lastIndex = opening;
  let depth = 0;
  for (let found = tokens.exec(text); found !== null; found = tokens.exec(text)) {
    if (found[0] === "(") depth++;
    else if (found[0] === ")" && --depth === 0) return found.index;
  }
  return text.length;
}

/**
 * Nix 2.8 prints the formals of a function in the order in which its memory has their names, which is
 * another one from file to file.
 */
function withSortedFormals(tree: string): string {
  const tokens = tree.match(/"(?:[^"\\]|\\[^])*"|[{}()]|[^"{}()]+|"/g) ?? [];
  let at = 0;
  const group = (end: string): string => {
    let parts = [""];
    while (at < tokens.length && tokens[at] !== end) {
      const token = tokens[at++] ?? "";
      const last = (text: string): void => {
        parts.push(`${parts.pop() ?? ""}${text}`);
      };
      if (token === "(") last(`(${group(")")})`);
      else if (token === "{") {
        const inner = group("}");
        const isFormals = /^(?::| @ [^ ]+:)/.test(tokens[at] ?? "");
        const sorted = inner
          .split("\0")
          .map((one) => one.trim())
          .sort(formalOrder);
        last(isFormals ? `{ ${sorted.join(", ")} }` : `{${inner.replaceAll("\0", ", ")}}`);
      } else if (/^["(]/.test(token)) last(token);
      else {
        const [first = "", ...others] = token.split(", ");
        last(first);
        parts = [...parts, ...others];
      }
    }
    at += 1;
    return parts.join(end === "}" ? "\0" : ", ");
  };
  return group("");
}

function formalOrder(one: string, other: string): number {
  if (one === "..." || other === "...") return one === "..." ? 1 : -1;
  return one < other ? -1 : 1;
}
