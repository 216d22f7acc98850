import { NP005 } from "../../problems/codes/config.js";
import type { Place, Problem } from "../../problems/problem.js";
import { isNode, parseSource, type SyntaxNode } from "../origins/parse-typescript.js";
import { sourceText } from "../origins/source-places.js";

const said = /^The requested module '(.+)' does not provide an export named '(.+)'$/;

/**
 * Node links a bundle with its own modules before anything runs, and tells of a name that one of
 * them does not have without saying where.
 * @param files the files of the bundle that are the user's own
 * @returns the problem, if that is what went wrong
 */
export function missingExport(error: unknown, files: readonly string[]): Problem | undefined {
  const found = error instanceof SyntaxError ? said.exec(error.message) : null;
  if (found === null) return undefined;
  const [, module = "", name = ""] = found;
  const place = files.map((file) => placeIn(file, module, name)).find((one) => one !== undefined);
  return NP005.absent({ from: module, name }, { place });
}

function placeIn(file: string, module: string, name: string): Place | undefined {
  const source = sourceText(file);
  const statements = (parseSource(file, source.text)?.program.body ?? []) as SyntaxNode[];
  for (const { source: from, specifiers } of statements) {
    if (!isNode(from) || !Array.isArray(specifiers)) continue;
    if (String(from.value).replace(/^node:/, "") !== module.replace(/^node:/, "")) continue;
    const found = (specifiers as SyntaxNode[]).find((one) => nameOf(one) === name);
    if (found === undefined) continue;
    return {
      file,
      start: source.positionAt(found.start),
      end: source.positionAt(found.end),
    };
  }
  return undefined;
}

/** The name that a specifier takes from the module. */
function nameOf({ type, imported, local }: SyntaxNode): unknown {
  if (type === "ImportDefaultSpecifier") return "default";
  const taken = type === "ExportSpecifier" ? local : imported;
  return isNode(taken) ? (taken.name ?? taken.value) : undefined;
}
