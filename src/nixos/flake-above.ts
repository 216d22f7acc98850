import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of the flake that a folder belongs to: the nearest one with a flake.nix, at or above
 * it, but not above the repository that it is in.
 */
export function flakeAbove(folder: string): string | undefined {
  for (let one = folder; ; one = dirname(one)) {
    if (existsSync(join(one, "flake.nix"))) return one;
    if (existsSync(join(one, ".git")) || one === dirname(one)) return undefined;
  }
}
