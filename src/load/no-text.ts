import { isUtf8 } from "node:buffer";

/** Where bytes stop to be text. */
export interface NoText {
  /** From 1. */
  readonly line: number;
  /** In the line's UTF-8 before it. */
  readonly bytes: number;
  /** The line, with what is no text replaced. */
  readonly lineText: string;
  /** In hexadecimal. */
  readonly byte: string;
}

/** The first byte of a file that is no UTF-8: it would become another character without a word. */
export function firstNoText(content: Buffer): NoText | undefined {
  if (isUtf8(content)) return undefined;
  let start = 0;
  for (let line = 1; ; line += 1) {
    const next = content.indexOf(0x0a, start);
    const bytes = content.subarray(start, next < 0 ? content.length : next);
    if (!isUtf8(bytes) || next < 0) {
      let end = 0;
      // A prefix that ends within a character is no text either: a character has four bytes at most.
      for (let at = 1; at <= bytes.length && at <= end + 4; at += 1) {
        if (isUtf8(bytes.subarray(0, at))) end = at;
      }
      const byte = (bytes[end] ?? 0).toString(16).padStart(2, "0");
      return { line, bytes: end, lineText: bytes.toString("utf8"), byte };
    }
    start = next + 1;
  }
}
