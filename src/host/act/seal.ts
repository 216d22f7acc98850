import { contentHash } from "../../load/cache/content-hash.js";

/** The last line of a file that nixpawn writes on a host: a hash of all the others. */
const line = /^# as written: ([0-9a-f]+)\n$/;

/** A text with a last line by which it is known that nobody has changed it since. */
export function sealed(text: string): string {
  return `${text}# as written: ${hashOf(text)}\n`;
}

/** Whether a file is as nixpawn wrote it. One without the line may have been changed. */
export function isAsWritten(text: string): boolean {
  const found = line.exec(text.slice(lastLine(text)));
  return found?.[1] === hashOf(text.slice(0, lastLine(text)));
}

/** What was sealed; all of a text that was not. */
export function unsealed(text: string): string {
  const at = lastLine(text);
  return line.test(text.slice(at)) ? text.slice(0, at) : text;
}

function lastLine(text: string): number {
  return text.lastIndexOf("\n", text.length - 2) + 1;
}

function hashOf(text: string): string {
  return contentHash(text).slice(0, 16);
}
