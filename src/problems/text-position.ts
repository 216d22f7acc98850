import type { Position } from "./problem.js";

/** The position of a UTF-16 offset in a text. Lines end with LF, CRLF or CR, as in TypeScript. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;
  for (let match = lineBreak.exec(text); match !== null; match = lineBreak.exec(text)) {
    const next = match.index + match[0].length;
    if (next > offset) break;
    line += 1;
    start = next;
  }
  return { line, column: offset - start + 1 };
}

/** UTF-16 code units in the first `bytes` bytes of a line's UTF-8. */
export function unitsOfBytes(line: string, bytes: number): number {
  return Buffer.from(line, "utf8").subarray(0, bytes).toString("utf8").length;
}
