import { readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";

/** Where systemd looks for units, in this order (systemd.unit(5)). */
export const unitFolders = [
  "etc/systemd/system",
  "run/systemd/system",
  "usr/local/lib/systemd/system",
  "usr/lib/systemd/system",
  "lib/systemd/system",
] as const;

/** A file of a root; undefined where there is none, or its links lead out: to the host that stages it. */
export function textInside(root: string, path: string): string | undefined {
  try {
    const file = realpathSync(join(root, path));
    if (relative(realpathSync(root), file).startsWith("..")) return undefined;
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
