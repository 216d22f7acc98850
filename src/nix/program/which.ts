import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A text that changes when another program is found on PATH under this name: its real path, size
 * and time of change. Undefined when there is none.
 * @param searched folders to search. @default this process's PATH
 */
export function programIdentity(
  name: string,
  searched: string | undefined = process.env.PATH,
): string | undefined {
  for (const folder of (searched ?? "").split(delimiter)) {
    const path = join(folder === "" ? "." : folder, name);
    try {
      accessSync(path, constants.X_OK);
      const { size, mtimeMs } = statSync(path);
      return [realpathSync(path), size, mtimeMs].join(" ");
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
