import type { Position } from "./problem.js";

/** The position of a UTF-16 offset in a text. Lines end with LF, CRLF or CR, as in TypeScript. */
export function positionAt(text: string, offset: number): Position {
  return new TextPositions(text).at(offset);
}

/** Positions in one text: its lines are looked for once, however many are asked for. */
export class TextPositions {
  /** Where each line starts, from the first on. */
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;
    while (lineBreak.exec(text) !== null) starts.push(lineBreak.lastIndex);
    this.#starts = starts;
  }

  /** The position of a UTF-16 offset. */
  at(offset: number): Position {
    // The last line that starts at or before the offset lies in [low, high).
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

/** UTF-16 code units in the first `bytes` bytes of a line's UTF-8. */
export function unitsOfBytes(line: string, bytes: number): number {
  return Buffer.from(line, "utf8").subarray(0, bytes).toString("utf8").length;
}
