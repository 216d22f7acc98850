import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * A path without symbolic links in the folders it goes through, as far as they exist; Nix follows
 * relative paths from where a file really is.
 */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}

/** The same for a file that may be a link itself and stays one. */
export function realFolder(file: string): string {
  return join(realPath(dirname(file)), basename(file));
}
