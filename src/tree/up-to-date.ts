import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { contentHash } from "../load/cache/content-hash.js";
import type { KnownFile } from "../plan/memory/plan-memory.js";
import type { Place } from "../targets/places.js";
import { pathsAt } from "./left-over.js";
import { lockOf } from "./lock.js";
import { oldManifestNames } from "./old-manifest.js";
import { readPlainFile } from "./plain-file.js";
import { temporaryMark } from "./replace-file.js";

const temporaryName = new RegExp(temporaryMark);

/**
 * Whether a folder has these files and nothing that a run could have to remove or to tell of: no other
 * file at the places of the tree, and no trace of a run that was killed or is at work.
 * @param outDir absolute
 */
export function isUpToDate(
  outDir: string,
  files: readonly KnownFile[],
  places: readonly Place[],
): boolean {
  const wanted = new Set(files.map(({ path }) => path));
  const folders = new Set([
    ...places.map((place) => place.slice(0, -1).join("/")),
    ...files.map(({ path }) => (path.includes("/") ? dirname(path) : "")),
  ]);
  const temporaries = [...folders].map((folder) => [
    ...folder.split("/").filter((step) => step !== ""),
    temporaryName,
  ]);
  return (
    files.every((file) => isOnDisk(outDir, file)) &&
    pathsAt(outDir, [...places, ...temporaries]).every((path) => wanted.has(path)) &&
    ![lockOf(outDir), ...oldManifestNames.map((name) => join(outDir, name))].some(existsSync)
  );
}

function isOnDisk(outDir: string, { path, hash, executable }: KnownFile): boolean {
  const found = readPlainFile(outDir, path);
  if (found.kind !== "text" || (executable && !found.executable)) return false;
  return contentHash(found.text) === hash;
}
