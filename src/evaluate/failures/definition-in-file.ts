import { fileText } from "../../problems/file-text.js";
import type { Place } from "../../problems/problem.js";
import { SourceText } from "../../problems/text-position.js";
import { escapePattern } from "../../nix/escape-pattern.js";

/**
 * Where a Nix file of the user's defines an option, found by its names, one set
 * within another. The module system names the file and no line.
 * @returns the start of the file where no name of the option is in it; undefined without the file
 */
export function definitionInFile(file: string, option: readonly string[]): Place | undefined {
  const text = fileText(file);
  if (text === undefined) return undefined;
  const source = new SourceText(text);
  const found = definitionInText(source.text, option);
  if (found === undefined) return { file, start: { line: 1, column: 1 } };
  return { file, start: source.positionAt(found.start), end: source.positionAt(found.end) };
}

/** Where a Nix text defines an option, as far as its names are there. */
export interface DefinitionInText {
  readonly start: number;
  readonly end: number;
  /** How many names of the option lead there. */
  readonly count: number;
  /** What follows the equals sign. */
  readonly value: string;
}

/** The deepest names of an option in a Nix text; undefined where none is. */
export function definitionInText(
  text: string,
  option: readonly string[],
): DefinitionInText | undefined {
  const code = withoutComments(text);
  let best: DefinitionInText | undefined;
  let [rest, from] = [option, 0];
  while (rest.length > 0) {
    const found = longestIn(code, rest, from);
    if (found === undefined) break;
    const value = /^[^=]*=\s*([^;]*)/.exec(text.slice(found.end))?.[1] ?? "";
    best = { ...found, count: (best?.count ?? 0) + found.count, value: value.trimEnd() };
    // What a set holds is defined after the name of the set.
    [rest, from] = [rest.slice(found.count), found.end];
  }
  return best;
}

/** Where as many of the names as there are in one are given a value. */
function longestIn(
  code: string,
  names: readonly string[],
  from: number,
): { readonly start: number; readonly end: number; readonly count: number } | undefined {
  for (let count = names.length; count > 0; count -= 1) {
    const path = names.slice(0, count).map((one) => `"?${escapePattern(one)}"?`);
    const pattern = `(?<![\\w'."-])${path.join("\\s*\\.\\s*")}(?![\\w'-])(?=[\\s.\\w"-]*=)`;
    const expression = new RegExp(pattern, "g");
    expression.lastIndex = from;
    const found = expression.exec(code);
    if (found !== null) return { start: found.index, end: found.index + found[0].length, count };
  }
  return undefined;
}

/** Comments, and strings that are no names, as blanks, so that nothing moves. */
function withoutComments(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|''(?:[^']|'(?!')|''['$\\])*''|#.*|\/\*[^]*?\*\//g,
    (one) => (/^"[\w.:/-]*"$/.test(one) ? one : one.replace(/[^\n]/g, " ")),
  );
}
