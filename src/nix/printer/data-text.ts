import { isIdentifier } from "../names.js";
import { escapeIndented, escapeQuoted, indentedLines } from "../string-text.js";
import type { AttributePath, Expression, SelectExpression } from "../syntax.js";
import { pathExpression } from "./files.js";
import { floatText } from "./numbers.js";

/** The text of what is never broken, or undefined. */
export function scalarText(value: Expression, directory: string): string | undefined {
  if (value.kind === "identifier") return value.name;
  if (value.kind === "string") {
    const [text = "", ...more] = value.parts;
    if (typeof text !== "string" || more.length > 0 || value.language !== undefined) {
      return undefined;
    }
    const lines = indentedLines(value);
    if (lines === undefined) return `"${escapeQuoted(text)}"`;
    return lines.length === 1 ? `''${escapeIndented(text, "end")}''` : undefined;
  }
  if (value.kind === "integer") return String(value.value);
  if (value.kind === "float") return floatText(value.value);
  if (value.kind === "select") return selectText(value);
  if (value.kind !== "file") return undefined;
  const path = pathExpression(value, directory);
  return path.kind === "path" && typeof path.parts[0] === "string" ? path.parts[0] : undefined;
}

/** `pkgs.a.b` */
function selectText({ target, path, fallback }: SelectExpression): string | undefined {
  if (target.kind !== "identifier" || target.mark !== undefined) return undefined;
  if (target.trivia !== undefined || fallback !== undefined) return undefined;
  const names = pathText(path);
  return names === undefined ? undefined : `${target.name}.${names}`;
}

/** The names of a path that has nothing but names, in quotes where they need some. */
export function pathText(path: AttributePath): string | undefined {
  let text = "";
  for (const [index, name] of path.entries()) {
    if (typeof name !== "string") return undefined;
    text += index > 0 ? "." : "";
    text += isIdentifier(name) ? name : `"${escapeQuoted(name)}"`;
  }
  return text;
}
