import { readFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { CallSite } from "../nix/value.js";
import { ProblemError, type Place } from "../problems/problem.js";
import { programVersion } from "../version.js";
import { bundle } from "./bundle.js";
import { cacheFolder, readCache, writeCache, type CachedBundle } from "./cache.js";
import { libraryUrl } from "./library-url.js";
import { parseJsonConfig } from "./load-json.js";
import type { Origins } from "./origins.js";
import { run } from "./run.js";
import { sourcePlaces } from "./source-places.js";

export interface LoadedConfig {
  /** Absolute path. */
  readonly file: string;
  /** The default export, awaited. */
  readonly exported: unknown;
  /** Absolute paths of every file that went into it, sorted. */
  readonly inputs: readonly string[];
  /** Whether a bundle of an earlier run served. */
  readonly fromCache: boolean;
  /** The user's place of a call site in the bundle. */
  placeOf(site: CallSite | undefined): Place | undefined;
  /** Where every value was written; only of a traced load. */
  readonly origins: Origins | undefined;
}

export interface LoadOptions {
  /** Record where every value is written; slower, and never from the cache. */
  readonly trace?: boolean;
  /** Where bundles are kept. */
  readonly cacheFolder?: string;
  /** Told every file the config is made of or looks for in vain, also where loading fails. */
  readonly onInput?: (file: string) => void;
}

/**
 * Loads a config file.
 * @param file absolute path
 * @throws ProblemError NP0xx
 */
export async function loadConfig(file: string, options: LoadOptions = {}): Promise<LoadedConfig> {
  const { onInput } = options;
  onInput?.(file);
  if (extname(file) === ".json") return loadJson(file, options);
  if (options.trace === true) return loadTraced(file, options);
  const folder = options.cacheFolder ?? cacheFolder(file);
  const library = libraryUrl();
  const key = JSON.stringify([programVersion, process.version, library]);
  const cached = readCache(folder, file, key);
  if (onInput !== undefined) cached?.inputs.forEach(onInput);
  const ready = cached ?? writeCache(folder, file, key, await bundle(file, { library, onInput }));
  return finish(file, ready, cached !== undefined, undefined);
}

async function loadTraced(file: string, options: LoadOptions): Promise<LoadedConfig> {
  const { startTrace } = await import("./trace.js");
  const trace = await startTrace();
  const library = libraryUrl();
  const made = await bundle(file, { library, transform: trace.instrument });
  const folder = options.cacheFolder ?? cacheFolder(file);
  const ready = writeCache(folder, `${file}?traced`, "traced", made);
  return finish(file, ready, false, trace.origins);
}

async function finish(
  file: string,
  ready: CachedBundle,
  fromCache: boolean,
  origins: Origins | undefined,
): Promise<LoadedConfig> {
  const placeOf = sourcePlaces(ready.file, dirname(file), () => ready.map());
  origins?.setPlaces(placeOf);
  const exports = await run(ready.file, placeOf);
  if (!("default" in exports)) {
    throw new ProblemError([
      {
        code: "NP007",
        severity: "error",
        message: "the config file has no default export",
        hint: "write `export default defineContainers({ … })`",
        place: { file, start: { line: 1, column: 1 } },
      },
    ]);
  }
  const exported: unknown = await exports.default;
  return { file, exported, inputs: ready.inputs, fromCache, placeOf, origins };
}

async function loadJson(file: string, options: LoadOptions): Promise<LoadedConfig> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new ProblemError([
      { code: "NP002", severity: "error", message: `cannot read \`${file}\`: ${String(error)}` },
    ]);
  });
  let exported = parseJsonConfig(file, text);
  let origins: Origins | undefined;
  if (options.trace === true) {
    const { traceJson } = await import("./trace.js");
    ({ exported, origins } = await traceJson(file, text));
  }
  return { file, exported, inputs: [file], fromCache: false, placeOf: () => undefined, origins };
}
