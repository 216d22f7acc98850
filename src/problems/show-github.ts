import { relative } from "node:path";
import type { Problem } from "./problem.js";

/**
 * Problems as workflow commands of GitHub Actions, which shows them at their lines in a pull request.
 * @param root the folder that paths are relative to: the root of the repository
 */
export function showGithub(problems: readonly Problem[], root: string): string {
  return problems.map((problem) => `${annotation(problem, root)}\n`).join("");
}

function annotation({ code, severity, message, place, hint }: Problem, root: string): string {
  const properties: [string, string | number][] = [];
  if (place !== undefined) {
    const path = relative(root, place.file);
    properties.push(["file", path.startsWith("..") ? place.file : path]);
    properties.push(["line", place.start.line], ["col", place.start.column]);
    if (place.end !== undefined) {
      properties.push(["endLine", place.end.line], ["endColumn", place.end.column]);
    }
  }
  properties.push(["title", `nixpawn ${code}`]);
  const shown = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = hint === undefined ? message : `${message}\n${hint}`;
  return `::${severity} ${shown.join(",")}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
