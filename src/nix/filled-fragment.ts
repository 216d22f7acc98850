import type { FragmentSource } from "./fragment-source.js";
import type { Holes } from "./parser.js";
import type { Scan } from "./scan.js";
import { holeCharacter } from "./source.js";
import { escapeQuoted } from "./string-text.js";
import type { Expression, VerbatimExpression } from "./syntax.js";

/**
 * Fills a template without knowing its grammar: every value as a literal of its own, paths of files
 * as what they stand for. No hole of it may be misplaced.
 */
export function fillFragment(source: FragmentSource, scan: Scan, holes: Holes): VerbatimExpression {
  const parts: (string | Expression)[] = [];
  let end = 0;
  for (const { from, to, content } of fillings(source, scan, holes)) {
    parts.push(source.text.slice(end, from), ...content);
    end = to;
  }
  const rest = source.text.slice(end).trimEnd();
  // What is printed behind it must not become part of a comment.
  parts.push(/#[^\n]*$/.test(rest) ? `${rest}\n` : rest);
  return { kind: "verbatim", parts, words: scan.identifiers };
}

/** Whether the text before a value of a string could be part of an escape that a newer Nix knows. */
export function followsSign(source: FragmentSource, scan: Scan): number | undefined {
  for (const [at, hole] of source.holes) {
    const inString = scan.contexts.get(hole) !== "expression";
    if (inString && /[$\\']/.test(source.text.charAt(at - 1))) return at;
  }
  return undefined;
}

interface Filling {
  readonly from: number;
  readonly to: number;
  readonly content: readonly (string | Expression)[];
}

function fillings(source: FragmentSource, scan: Scan, holes: Holes): Filling[] {
  const found: Filling[] = [];
  for (const [from, hole] of source.holes) {
    const context = scan.contexts.get(hole) ?? "expression";
    const to = from + holeCharacter.length;
    const content =
      context === "expression"
        ? apart(holes.expression(hole, 0), source.text, from, to)
        : partOfString(holes, hole, context === "quoted");
    found.push({ from, to, content });
  }
  for (const { start, end, text } of scan.paths) {
    const path = holes.path?.({ kind: "path", parts: [text] });
    if (path !== undefined) found.push({ from: start, to: end, content: [path] });
  }
  return found.sort((one, other) => one.from - other.from);
}

/** `+` and a path would be one path, though `+` and a name are two tokens. */
function apart(value: Expression, text: string, from: number, to: number): (string | Expression)[] {
  const before = /[\s([{]/.test(text.charAt(from - 1)) || from === 0 ? [] : [" "];
  const after = /[\s)\]},;]/.test(text.charAt(to)) || to === text.length ? [] : [" "];
  return [...before, value, ...after];
}

function partOfString(holes: Holes, hole: number, quoted: boolean): (string | Expression)[] {
  const part = holes.stringPart(hole, 0);
  if (typeof part !== "string") return ["${", part.expression, "}"];
  // Through an interpolation, text can neither end an indented string nor change its indentation.
  return [quoted ? escapeQuoted(part, "interpolation") : `\${"${escapeQuoted(part)}"}`];
}
