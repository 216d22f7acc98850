import { readFileSync } from "node:fs";
import type { Place } from "../problems/problem.js";
import { SourceText } from "../problems/text-position.js";

/**
 * Where a Nix file of the user's defines an option, found by its names: as much of the path as the
 * file has in one, from the end. The module system names the file and no line.
 * @returns the start of the file where no name of the option is in it; undefined without the file
 */
export function definitionInFile(file: string, option: readonly string[]): Place | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const source = new SourceText(text);
  const code = withoutComments(source.text);
  for (let count = option.length; count > 0; count -= 1) {
    // What a set holds is defined below the name of the set.
    for (let first = 0; first + count <= option.length; first += 1) {
      const names = option.slice(option.length - count - first, option.length - first);
      const pattern = names.map((one) => `"?${escaped(one)}"?`).join("\\s*\\.\\s*");
      const found = new RegExp(`(?<![\\w'."-])${pattern}(?![\\w'-])(?=[\\s.\\w"-]*=)`).exec(code);
      if (found === null) continue;
      const start = source.positionAt(found.index);
      return { file, start, end: source.positionAt(found.index + found[0].length) };
    }
  }
  return { file, start: { line: 1, column: 1 } };
}

/** Comments as blanks, so that nothing moves. */
function withoutComments(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|''(?:[^']|'(?!')|''['$\\])*''|#.*|\/\*[^]*?\*\//g,
    (one) => (/^(?:#|\/\*)/.test(one) ? one.replace(/[^\n]/g, " ") : one),
  );
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
