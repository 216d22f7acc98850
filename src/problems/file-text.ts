import { readFileSync } from "node:fs";

/** The text of a file, read as UTF-8; undefined where there is none, or it cannot be read. */
export function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
