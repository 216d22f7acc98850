import type { Position } from "../problems/problem.js";

/**
 * Where a text first differs from the one that it should be; undefined where it does not. Ends of
 * lines may be CRLF: git may have checked the file out so.
 */
export function firstDifference(text: string, wanted: string): Position | undefined {
  const [lines, others] = [text, wanted].map((one) => one.split(/\r?\n/)) as [string[], string[]];
  for (let index = 0; index < Math.max(lines.length, others.length); index += 1) {
    const [line, other] = [lines[index], others[index]];
    if (line === other) continue;
    // Lines that were removed at the end are missing after the last one.
    if (line === undefined) return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
    let column = 0;
    while (column < line.length && line[column] === other?.[column]) column += 1;
    return { line: index + 1, column: column + 1 };
  }
  return undefined;
}
