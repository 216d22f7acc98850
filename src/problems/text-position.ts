import type { Position } from "./problem.js";

/** Lines as editors count them; JavaScript also ends a line at U+2028 and U+2029. */
const editorBreak = /\r\n|[\n\r]/g;
const scriptBreak = /\r\n|[\n\r\u2028\u2029]/g;

/** A text whose offsets are asked for as positions, many times. */
export class SourceText {
  readonly text: string;
  #starts: readonly number[] | undefined;

  /** @param text a byte order mark at its start is no part of it, as in editors */
  constructor(text: string) {
    this.text = withoutMark(text);
  }

  /** The position of a UTF-16 offset. */
  positionAt(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.text, editorBreak));
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** A position as V8, source maps and esbuild count lines, as an editor counts them. */
  fromScript({ line, column }: Position): Position {
    if (!/[\u2028\u2029]/.test(this.text)) return { line, column };
    const start = lineStarts(this.text, scriptBreak)[line - 1] ?? this.text.length;
    return this.positionAt(Math.min(start + column - 1, this.text.length));
  }
}

/** A file's text without the byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function lineStarts(text: string, lineBreak: RegExp): number[] {
  const starts = [0];
  for (const { index, 0: found } of text.matchAll(lineBreak)) starts.push(index + found.length);
  return starts;
}

/** UTF-16 code units in the first `bytes` bytes of a line's UTF-8. */
export function unitsOfBytes(line: string, bytes: number): number {
  return Buffer.from(line, "utf8").subarray(0, bytes).toString("utf8").length;
}
