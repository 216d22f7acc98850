import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { mapChildren } from "../../nix/children.js";
import { NixSyntaxError, parseNix } from "../../nix/parser.js";
import type { Expression } from "../../nix/syntax.js";
import { fingerprint, NoFingerprint } from "./fingerprint.js";
import { firstImpurity } from "./impurities.js";

/** What an evaluation of a generated module can read, apart from nixpkgs. */
export type Dependencies =
  | {
      readonly known: true;
      /** Absolute paths and their fingerprints, sorted by path. */
      readonly files: ReadonlyMap<string, string>;
    }
  | {
      readonly known: false;
      /** Why not, in words. */
      readonly reason: string;
    };

/**
 * Follows the path literals of a module through all Nix files they lead to. Whoever evaluates the
 * module must forbid Nix to read anything else (`restrict-eval`), for a path can also be made from
 * a string; then the same dependencies mean the same result.
 */
export function dependenciesOf(module: string): Dependencies {
  const files = new Map<string, string>();
  const open = [module];
  try {
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (files.has(path)) continue;
      files.set(path, fingerprint(path));
      for (const file of nixFilesAt(path)) {
        const expression = parsed(file);
        const impurity = firstImpurity(expression);
        if (impurity !== undefined) {
          return { known: false, reason: `\`${file}\` uses ${impurity}` };
        }
        // Nix reads a linked file as from where it really is.
        open.push(...pathsIn(expression, dirname(realpathSync(file))));
      }
    }
  } catch (error) {
    if (!(error instanceof NoFingerprint)) throw error;
    return { known: false, reason: error.message };
  }
  return { known: true, files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function parsed(file: string): Expression {
  try {
    return parseNix(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    throw new NoFingerprint(`${file} has syntax that nixpawn does not know`);
  }
}

/** The Nix files that a path stands for: itself, or all in a folder. */
function nixFilesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return path.endsWith(".nix") ? [path] : [];
  return nixFilesBelow(path);
}

function nixFilesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === ".git" ? [] : nixFilesBelow(path);
    return entry.name.endsWith(".nix") ? [path] : [];
  });
}

/** What the path literals of an expression lead to; of one with `${…}` in it, the folder before. */
function pathsIn(expression: Expression, folder: string): string[] {
  const found: string[] = [];
  const visit = (one: Expression): Expression => {
    if (one.kind === "path") {
      const [first = "", ...rest] = one.parts;
      const text = typeof first === "string" ? first : "";
      found.push(resolve(folder, rest.length === 0 ? text : text.replace(/[^/]*$/, "")));
    }
    return mapChildren(one, visit);
  };
  visit(expression);
  return found;
}
