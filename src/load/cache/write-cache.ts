import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "../bundle/bundle.js";
import {
  bundleFile,
  stemOf,
  type CachedBundle,
  type CachePlace,
  type Manifest,
} from "./bundle-cache.js";
import { NP409 } from "../../problems/codes/tree.js";
import { ProblemError } from "../../problems/problem.js";
import { temporaryFolders } from "./cache-folders.js";
import { contentHash } from "./content-hash.js";
import { keepText, writeOwnFile } from "./kept-file.js";
import { resolutionPaths } from "../bundle/resolution-dependencies.js";

/**
 * Clocks of file systems go in steps; what was changed this short before a bundle was made may have
 * been changed while it was made. Milliseconds.
 */
const clockStep = 20;

/** Bundles that an older content of the config left; another process may still use them. Milliseconds. */
const keptFor = 24 * 60 * 60 * 1000;

/**
 * Keeps a bundle. Where no folder can be written, a temporary one serves this run alone: a cache is
 * never a reason to fail.
 * @throws ProblemError NP409 where there is not even that
 */
export function writeCache(place: CachePlace, made: Bundle): CachedBundle {
  const inputs = [...made.inputs.keys()].sort();
  const manifest =
    place.key === undefined ? undefined : manifestOf(place.configFile, place.key, made);
  const write = (folder: string): CachedBundle => {
    const stem = stemOf(folder, place.configFile);
    const file = bundleFile(stem, contentHash(made.code));
    writeOwnFile(`${file}.map`, made.map);
    writeOwnFile(file, made.code);
    if (manifest !== undefined) {
      keepText(`${stem}.json`, place.configFile, JSON.stringify(manifest));
    }
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
  for (const folder of temporaryFolders()) {
    try {
      return write(folder);
    } catch {
      // Full.
    }
  }
  throw new ProblemError([NP409.none()]);
}

/** Undefined where something was changed meanwhile, which may or may not be in the bundle. */
function manifestOf(configFile: string, key: string, made: Bundle): Manifest | undefined {
  const paths = resolutionPaths(configFile, made);
  const facts = paths.look();
  if (paths.changedSince(made.started - clockStep)) return undefined;
  const inputs = Object.fromEntries(made.inputs);
  return {
    key,
    bundle: contentHash(made.code),
    map: contentHash(made.map),
    inputs,
    facts,
  };
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
