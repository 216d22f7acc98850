import { readFile } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import type { AbsentText } from "../authoring/absent-texts.js";
import type { CallSite } from "../nix/value.js";
import { NP002, NP007, NP012 } from "../problems/codes/config.js";
import { unitsOfBytes } from "../problems/text-position.js";
import { ProblemError, type Place, type Problem } from "../problems/problem.js";
import { readCache, type CachedBundle, type CachePlace } from "./cache/bundle-cache.js";
import { cacheFolders } from "./cache/cache-folders.js";
import { LoadFailure } from "./load-failure.js";
import { parseJsonConfig } from "./load-json.js";
import { firstNoText } from "./no-text.js";
import type { Origins } from "./origins/origins.js";
import { programKey } from "./cache/program-key.js";
import { run, type Exports } from "./run.js";
import { sourcePlaces } from "./origins/source-places.js";
import { isInstalled } from "./cache/folders.js";

let servedFromCache = false;

/** Whether a config was loaded that is as it was in an earlier run: what most runs do. */
export function loadedFromCache(): boolean {
  return servedFromCache;
}

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
  /** What the config did with Nix expressions that only Nix can do, while it was loaded. */
  readonly told: readonly Problem[];
  /** Where it made texts of what is not there, while it was loaded. */
  readonly absentTexts: readonly AbsentText[];
}

export interface LoadOptions {
  /** Record where every value is written; slower, and never from the cache. */
  readonly trace?: boolean;
  /** Where bundles are kept. */
  readonly cacheFolder?: string;
  /** Called while another process bundles the config, which this one waits for. */
  readonly whileBundling?: () => void;
}

/**
 * Loads a config file.
 * @param file absolute path
 * @throws ProblemError NP0xx
 */
export async function loadConfig(file: string, options: LoadOptions = {}): Promise<LoadedConfig> {
  if (extname(file) === ".json") return loadJson(file, options);
  const place: CachePlace = {
    folders: options.cacheFolder === undefined ? cacheFolders(file) : [options.cacheFolder],
    configFile: options.trace === true ? `${file}?traced` : file,
    key: options.trace === true ? undefined : programKey(),
  };
  if (options.trace !== true) {
    const cached = readCache(place);
    if (cached !== undefined) {
      servedFromCache = true;
      return finish(file, cached, true, undefined);
    }
  }
  // What bundles and parses is loaded only where there is need of it.
  const { startBundler } = await import("./bundle/start-bundler.js");
  await startBundler();
  const { bundle } = await import("./bundle/bundle.js");
  const { writeCache } = await import("./cache/write-cache.js");
  if (options.trace !== true) {
    const made = bundle(file);
    if (options.whileBundling !== undefined) setImmediate(options.whileBundling);
    return finish(file, writeCache(place, await made), false, undefined);
  }
  const { startTrace } = await import("./origins/tracing.js");
  const { origins, instrument } = startTrace();
  const made = await bundle(file, { transform: instrument });
  return finish(file, writeCache(place, made), false, origins);
}

async function finish(
  file: string,
  ready: CachedBundle,
  fromCache: boolean,
  origins: Origins | undefined,
): Promise<LoadedConfig> {
  const placeOf = sourcePlaces(ready.file, dirname(file), () => ready.map(), ready.inputs);
  origins?.setPlaces(placeOf);
  const own = ready.inputs.filter((path) => !isInstalled(path));
  let exports: Exports;
  try {
    exports = await run(file, ready.file, placeOf, own, origins);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new LoadFailure(await placeWaits(error.problems, file, own), ready.inputs);
  }
  if (!exports.hasDefault) {
    const place: Place = { file, start: { line: 1, column: 1 } };
    throw new LoadFailure([...exports.told, NP007.none({ place })], ready.inputs);
  }
  const { value: exported, told, absentTexts } = exports;
  return { file, exported, inputs: ready.inputs, fromCache, placeOf, origins, told, absentTexts };
}

/** Which of the config's waits never ends cannot be known; all of them are shown. */
async function placeWaits(
  problems: readonly Problem[],
  file: string,
  inputs: readonly string[],
): Promise<readonly Problem[]> {
  if (!problems.some((one) => one.code === "NP008")) return problems;
  const { topLevelAwaits } = await import("./top-level-awaits.js");
  const { defaultExport } = await import("./origins/default-export.js");
  const awaits = inputs.flatMap(topLevelAwaits);
  const [place = defaultExport(file), ...others] = awaits;
  if (place === undefined) return problems;
  return problems.map((one) =>
    one.code === "NP008"
      ? {
          ...one,
          place,
          ...(others.length === 0
            ? {}
            : { related: others.map((other) => ({ message: "or here", place: other })) }),
        }
      : one,
  );
}

async function loadJson(file: string, options: LoadOptions): Promise<LoadedConfig> {
  const content = await readFile(file).catch((error: unknown) => {
    throw new ProblemError([NP002.unreadable({ path: file, reason: String(error) })]);
  });
  const text = content.toString("utf8");
  const wrong = firstNoText(content);
  if (wrong !== undefined) {
    const { lineText, bytes, line, byte } = wrong;
    const start = { line, column: unitsOfBytes(lineText, bytes) + 1 };
    throw new ProblemError([
      NP012.noText({ name: basename(file), byte }, { place: { file, start } }),
    ]);
  }
  let exported = await parseJsonConfig(file, text);
  let origins: Origins | undefined;
  if (options.trace === true) {
    const { traceJson } = await import("./origins/tracing.js");
    ({ exported, origins } = traceJson(file, text));
  }
  const placeOf = (): undefined => undefined;
  return {
    file,
    exported,
    inputs: [file],
    fromCache: false,
    placeOf,
    origins,
    told: [],
    absentTexts: [],
  };
}
