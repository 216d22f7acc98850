import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../targets/places.js";

/**
 * Paths below a folder that fit one of the places, sorted; no link is followed.
 * @param root absolute
 */
export function pathsAt(root: string, places: readonly Place[]): string[] {
  const found = places.flatMap((place) => matching(root, "", place));
  return [...new Set(found)].sort();
}

function matching(root: string, above: string, [step, ...rest]: Place): string[] {
  if (step === undefined) return [];
  const paths = namesOf(root, above, step).map((name) =>
    above === "" ? name : `${above}/${name}`,
  );
  if (rest.length === 0) return paths;
  return paths
    .filter((path) => isFolder(join(root, path)))
    .flatMap((path) => matching(root, path, rest));
}

function namesOf(root: string, above: string, step: string | RegExp): string[] {
  if (typeof step === "string") return [step];
  try {
    return readdirSync(join(root, above)).filter((name) => step.test(name));
  } catch {
    // Of a folder that is not there, nothing is left over.
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether a path is at one of the places. */
export function isAt(path: string, places: readonly Place[]): boolean {
  const parts = path.split("/");
  return places.some(
    (place) =>
      place.length === parts.length &&
      place.every((step, index) => {
        const part = parts[index] ?? "";
        return typeof step === "string" ? step === part : step.test(part);
      }),
  );
}
