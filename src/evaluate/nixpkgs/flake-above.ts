import { findUpwards, isWithin } from "../../load/cache/folders.js";

/**
 * The folder of the flake that a folder belongs to: the nearest one with a flake.nix, at or above
 * it, but not above the repository that it is in.
 */
export function flakeAbove(folder: string): string | undefined {
  const flake = findUpwards(folder, "flake.nix");
  if (flake === undefined) return undefined;
  const repository = findUpwards(folder, ".git");
  return repository === undefined || isWithin(flake, repository) ? flake : undefined;
}
