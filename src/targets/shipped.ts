import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A file or folder that comes with this package, absolute.
 * @param path from the package's own folder, such as "nixos-modules/check"
 */
export function shipped(path: string): string {
  // From dist/, and from the sources.
  for (const up of ["../", "../../"]) {
    const found = fileURLToPath(new URL(`${up}${path}`, import.meta.url));
    if (statSync(found, { throwIfNoEntry: false }) !== undefined) return found;
  }
  throw new Error(`nixpawn's own ${path} is missing from its installation`);
}

/** The files of a folder and of those in it, by paths from there, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name)).map((path) => `${entry.name}/${path}`)
        : [entry.name],
    )
    .sort();
}
