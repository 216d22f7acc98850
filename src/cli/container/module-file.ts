import { statSync } from "node:fs";
import { join } from "node:path";

/**
 * The file that Nix reads where a module is named by a path: of a folder, its default.nix.
 * @returns undefined where that is no file: nothing else can be read again for an update
 */
export function moduleFile(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  const file = found?.isDirectory() === true ? join(path, "default.nix") : path;
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}
