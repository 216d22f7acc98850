import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "./content-hash.js";
import { fileFact, stillSo, type Facts } from "../bundle/bundle-dependencies.js";
import { readKeptText, readOwnFile } from "./kept-file.js";

/** What a cached bundle depends on. */
export interface Manifest {
  /** Program and Node version, library: another value, another bundle. */
  readonly key: string;
  /** Content hash of the bundle itself: a file may have been damaged. */
  readonly bundle: string;
  /** Of its source map. */
  readonly map: string;
  /** Content hash by absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly facts: Facts;
}

export interface CachedBundle {
  readonly file: string;
  /** Absolute paths, sorted. */
  readonly inputs: readonly string[];
  map(): string;
}

/** Where bundles are kept, and by what. */
export interface CachePlace {
  /** Folders to try, best first. */
  readonly folders: readonly string[];
  readonly configFile: string;
  /** What else the bundle depends on; undefined for one that serves this run alone. */
  readonly key: string | undefined;
}

/** The bundle of a config, if all it was made from is as it was. Anything odd is a miss. */
export function readCache(place: CachePlace): CachedBundle | undefined {
  if (place.key === undefined) return undefined;
  for (const folder of place.folders) {
    const found = readFolder(folder, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readFolder(folder: string, { configFile, key }: CachePlace): CachedBundle | undefined {
  const stem = stemOf(folder, configFile);
  try {
    const text = readKeptText(`${stem}.json`, configFile);
    if (text === undefined) return undefined;
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.key !== key || !stillSo(manifest.facts)) return undefined;
    const inputs = Object.entries(manifest.inputs);
    if (!inputs.every(([path, content]) => fileFact(path) === content)) return undefined;
    const file = bundleFile(stem, manifest.bundle);
    const code = readOwnFile(file);
    if (code === undefined || contentHash(code) !== manifest.bundle) return undefined;
    const now = new Date();
    // Old is what was not used for long; a folder that became read-only still serves.
    ignoringErrors(() => {
      utimesSync(file, now, now);
    });
    return {
      file,
      inputs: inputs.map(([path]) => path).sort(),
      map: () => readMap(stem, `${file}.map`, manifest.map),
    };
  } catch {
    return undefined;
  }
}

/** A damaged map gives no places; the next run makes all anew. */
function readMap(stem: string, file: string, hash: string): string {
  const map = readOwnFile(file);
  if (map !== undefined && contentHash(map) === hash) return map.toString("utf8");
  ignoringErrors(() => {
    rmSync(`${stem}.json`, { force: true });
  });
  return JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
}

function ignoringErrors(action: () => void): void {
  try {
    action();
  } catch {
    // What it does is not needed.
  }
}

/** A name of its own for every content: a bundle that another process reads is never replaced. */
export function bundleFile(stem: string, content: string): string {
  return `${stem}-${content.slice(0, 16)}.mjs`;
}

export function stemOf(folder: string, configFile: string): string {
  return join(folder, contentHash(configFile).slice(0, 16));
}
