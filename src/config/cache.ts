import { randomBytes } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Bundle } from "./bundle.js";
import { temporaryFolder } from "./cache-folders.js";
import { fileFact, stillSo, type Facts } from "./facts.js";
import { resolutionPaths } from "./resolution-facts.js";
import { contentHash } from "./user-files.js";

/** What a cached bundle depends on. */
interface Manifest {
  /** Program and Node version, library: another value, another bundle. */
  readonly key: string;
  /** Content hash of the bundle itself: a file may have been damaged. */
  readonly bundle: string;
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

/**
 * Clocks of file systems go in steps; what was changed this short before a bundle was made may have
 * been changed while it was made. Milliseconds.
 */
const clockStep = 20;

/** Bundles that an older content of the config left; another process may still use them. Milliseconds. */
const keptFor = 24 * 60 * 60 * 1000;

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
    const manifest = JSON.parse(readFileSync(`${stem}.json`, "utf8")) as Manifest;
    if (manifest.key !== key || !stillSo(manifest.facts)) return undefined;
    const inputs = Object.entries(manifest.inputs);
    if (!inputs.every(([path, content]) => fileFact(path) === content)) return undefined;
    const file = bundleFile(stem, manifest.bundle);
    if (fileFact(file) !== manifest.bundle) return undefined;
    const now = new Date();
    // Old is what was not used for long; a folder that became read-only still serves.
    ignoringErrors(() => {
      utimesSync(file, now, now);
    });
    return {
      file,
      inputs: inputs.map(([path]) => path).sort(),
      map: () => readFileSync(`${file}.map`, "utf8"),
    };
  } catch {
    return undefined;
  }
}

/**
 * Keeps a bundle. Where no folder can be written, a temporary one serves this run alone: a cache is
 * never a reason to fail.
 */
export function writeCache(place: CachePlace, made: Bundle): CachedBundle {
  const inputs = [...made.inputs.keys()].sort();
  const manifest =
    place.key === undefined ? undefined : manifestOf(place.configFile, place.key, made);
  const write = (folder: string): CachedBundle => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stem = stemOf(folder, place.configFile);
    const file = bundleFile(stem, contentHash(made.code));
    writeAtomically(`${file}.map`, made.map);
    writeAtomically(file, made.code);
    if (manifest !== undefined) writeAtomically(`${stem}.json`, JSON.stringify(manifest));
    removeOld(folder, stem);
    return { file, inputs, map: () => made.map };
  };
  for (const folder of place.folders) {
    try {
      return write(folder);
    } catch {
      // Read-only, full, or somebody else's.
    }
  }
  return write(temporaryFolder());
}

function ignoringErrors(action: () => void): void {
  try {
    action();
  } catch {
    // What it does is not needed.
  }
}

/** Undefined where something was changed meanwhile, which may or may not be in the bundle. */
function manifestOf(configFile: string, key: string, made: Bundle): Manifest | undefined {
  const paths = resolutionPaths(configFile, made);
  const facts = paths.look();
  if (paths.changedSince(made.started - clockStep)) return undefined;
  const inputs = Object.fromEntries(made.inputs);
  return { key, bundle: contentHash(made.code), inputs, facts };
}

/** A name of its own for every content: a bundle that another process reads is never replaced. */
function bundleFile(stem: string, content: string): string {
  return `${stem}-${content.slice(0, 16)}.mjs`;
}

function stemOf(folder: string, configFile: string): string {
  return join(folder, contentHash(configFile).slice(0, 16));
}

/** Writes a file of the cache: whole, or not at all. */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** Removes what earlier contents of the same config, or killed processes, left. */
function removeOld(folder: string, stem: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!path.startsWith(stem) || path === `${stem}.json`) continue;
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (mtimeMs < Date.now() - keptFor) rmSync(path, { force: true });
  }
}
