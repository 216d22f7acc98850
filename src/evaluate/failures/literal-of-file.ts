import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Place } from "../../problems/problem.js";
import { SourceText } from "../../problems/text-position.js";
import { fileText } from "../../problems/file-text.js";

/** Path literals as they stand in Nix source; a comment or string may have such text, too. */
const literals = /(?<![\w./+-])(?:\.{1,2}|[\w.+-]+)?(?:\/[\w.+-]+)+/g;

/**
 * The place in a Nix file, among those that a module leads to, of the path literal that names a
 * file; the module's own text is none of the user's.
 */
export function literalOf(missing: string, module: string): Place | undefined {
  const seen = new Set([module]);
  for (const file of seen) {
    const text = fileText(file) ?? "";
    for (const { 0: literal, index } of text.matchAll(literals)) {
      const path = resolve(dirname(file), literal);
      if (path === missing && file !== module) {
        const source = new SourceText(text);
        const end = source.positionAt(index + literal.length);
        return { file, start: source.positionAt(index), end };
      }
      const nix = asNixFile(path);
      if (nix !== undefined) seen.add(nix);
    }
  }
  return undefined;
}

function asNixFile(path: string): string | undefined {
  const file = existsSync(path) && statSync(path).isDirectory() ? `${path}/default.nix` : path;
  return basename(file).endsWith(".nix") && existsSync(file) ? file : undefined;
}
