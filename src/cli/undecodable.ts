import { readFileSync, readlinkSync } from "node:fs";
import { isUtf8 } from "node:buffer";

/**
 * What is wrong with a command line, or a working folder, of which Node could not read all: it puts
 * U+FFFD in the place of bytes that are no UTF-8, which then names another file (proc(5) has the
 * bytes).
 * @returns undefined where U+FFFD is what was meant
 */
export function undecodable(words: readonly string[]): string | undefined {
  const word = words.find((one) => one.includes("\uFFFD"));
  if (word !== undefined && !isText(() => readFileSync("/proc/self/cmdline"))) {
    return `\`${word}\` has bytes that are no UTF-8: rename the file, or go to its folder`;
  }
  const cwd = process.cwd();
  if (cwd.includes("\uFFFD") && !isText(() => readlinkSync("/proc/self/cwd", "buffer"))) {
    return `the working folder \`${cwd}\` has bytes in its name that are no UTF-8: rename it`;
  }
  return undefined;
}

/** What the system cannot say is taken for text. */
function isText(read: () => Buffer): boolean {
  try {
    return isUtf8(read());
  } catch {
    return true;
  }
}
