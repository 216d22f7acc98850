import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * The lines of a file that a place is in; none of what is no file, or cannot be read. Something else
 * may be where a file should be: a FIFO would wait for its writer.
 */
export async function sourceLines(file: string): Promise<readonly string[]> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return [];
      const text = await handle.readFile("utf8");
      return text.replace(/^\uFEFF/, "").split(/\r\n|[\n\r]/);
    } finally {
      await handle.close();
    }
  } catch {
    return [];
  }
}
