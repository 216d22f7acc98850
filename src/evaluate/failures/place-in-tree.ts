import type { Origins } from "../../load/origins/origins.js";
import { fragmentSource } from "../../nix/fragment-source.js";
import { isNixExpression, nixExpression } from "../../nix/value.js";
import type { Place, Position, ValuePath } from "../../problems/problem.js";
import type { GeneratedFile } from "../../targets/target.js";
import { escapePattern } from "../../nix/escape-pattern.js";

/**
 * The value that a position of a generated file was printed from: the innermost one; at the name of
 * an attribute, the attribute's value.
 * @returns undefined where nixpawn's own text stands, such as the arguments of a module
 */
export function valueAt({ text, marks }: GeneratedFile, position: Position): ValuePath | undefined {
  const line = text.split("\n")[position.line - 1] ?? "";
  const named = marks.find(
    ({ start }) =>
      start.line === position.line &&
      start.column > position.column &&
      /^[^\s={}[\]()]+ = $/.test(line.slice(position.column - 1, start.column - 1)),
  );
  const around = marks.findLast(
    ({ start, end }) => !isBefore(position, start) && isBefore(position, end),
  );
  return named?.path ?? around?.path;
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

/** The word at a position of a text: a name, or a name in quotes. */
export function wordAt(text: string, { line, column }: Position): string | undefined {
  const rest = text.split("\n")[line - 1]?.slice(column - 1);
  return rest === undefined ? undefined : /^[A-Za-z_][\w'-]*/.exec(rest)?.[0];
}

/**
 * The place of a word in a nix`…` template: printing lays the text of a template out anew, so a
 * word is found again by itself.
 * @param value what stands at the place the word was printed from
 */
export function wordInTemplate(value: unknown, word: string, origins: Origins): Place | undefined {
  if (!isNixExpression(value)) return undefined;
  const source = value[nixExpression];
  if (source.kind !== "fragment") return undefined;
  const filled = fragmentSource(source.strings.raw);
  const pattern = new RegExp(`(?<![\\w'-])${escapePattern(word)}(?![\\w'-])`, "g");
  const matches = [...filled.text.matchAll(pattern)];
  const [only] = matches;
  // Of several, none is known to be the one.
  if (only === undefined || matches.length > 1) return undefined;
  const start = filled.locate(only.index);
  const end = filled.locate(only.index + word.length);
  const from = origins.fragment(source.strings, start.quasi, start.offset);
  const to = origins.fragment(source.strings, end.quasi, end.offset);
  return from === undefined
    ? undefined
    : { ...from, ...(to === undefined ? {} : { end: to.start }) };
}
