import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import type { Bundle } from "./bundle.js";
import { findUpwards } from "./folders.js";

/** What a cached bundle depends on. */
interface Manifest {
  /** Program and Node version, library: another value, another bundle. */
  readonly key: string;
  /** Content hash by absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Hash of the names in each folder with an input: a new file may take the place of another in an import. */
  readonly folders: Readonly<Record<string, string>>;
}

export interface CachedBundle {
  readonly file: string;
  readonly inputs: readonly string[];
  map(): string;
}

/** A folder for bundles: beside the config's node_modules, else the user's cache. */
export function cacheFolder(configFile: string): string {
  const project = findUpwards(dirname(configFile), "node_modules");
  return project === undefined
    ? userCacheFolder()
    : join(project, "node_modules", ".cache", "nixpawn");
}

/** The folder for what nixpawn can make again (XDG Base Directory Specification). */
export function userCacheFolder(): string {
  // A relative or empty one counts as none.
  const { XDG_CACHE_HOME: given = "" } = process.env;
  return join(isAbsolute(given) ? given : join(homedir(), ".cache"), "nixpawn");
}

/** The bundle of a config, if all it was made from is as it was. Anything odd is a miss. */
export function readCache(
  folder: string,
  configFile: string,
  key: string,
): CachedBundle | undefined {
  const stem = stemOf(folder, configFile);
  try {
    const manifest = JSON.parse(readFileSync(`${stem}.json`, "utf8")) as Manifest;
    if (manifest.key !== key) return undefined;
    for (const [path, names] of Object.entries(manifest.folders)) {
      if (hashNames(path) !== names) return undefined;
    }
    const inputs = Object.entries(manifest.inputs);
    for (const [path, content] of inputs) {
      if (hashFile(path) !== content) return undefined;
    }
    const file = bundleFile(stem, manifest);
    if (!existsSync(file) || !existsSync(`${file}.map`)) return undefined;
    return {
      file,
      inputs: inputs.map(([path]) => path),
      map: () => readFileSync(`${file}.map`, "utf8"),
    };
  } catch {
    return undefined;
  }
}

/**
 * Keeps a bundle. Where the folder cannot be written, a temporary one serves this run alone: a
 * cache is never a reason to fail.
 */
export function writeCache(
  folder: string,
  configFile: string,
  key: string,
  made: Bundle,
): CachedBundle {
  const manifest = manifestOf(key, made.inputs);
  for (const place of [
    folder,
    join(tmpdir(), `nixpawn-${String(process.getuid?.() ?? 0)}-${randomBytes(6).toString("hex")}`),
  ]) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 });
      const stem = stemOf(place, configFile);
      const file = bundleFile(stem, manifest);
      writeAtomically(`${file}.map`, made.map);
      writeAtomically(file, made.code);
      writeAtomically(`${stem}.json`, JSON.stringify(manifest));
      return { file, inputs: made.inputs, map: () => made.map };
    } catch (error) {
      if (place !== folder) throw error;
    }
  }
  throw new Error("unreachable");
}

function manifestOf(key: string, inputs: readonly string[]): Manifest {
  const own = inputs.filter((path) => !/[\\/]node_modules[\\/]/.test(path));
  return {
    key,
    inputs: Object.fromEntries(inputs.map((path) => [path, hashFile(path)])),
    folders: Object.fromEntries(
      [...new Set(own.map((path) => dirname(path)))].map((path) => [path, hashNames(path)]),
    ),
  };
}

/** A name of its own for every content: a bundle that another process reads is never replaced. */
function bundleFile(stem: string, manifest: Manifest): string {
  return `${stem}-${hash(JSON.stringify(manifest)).slice(0, 16)}.mjs`;
}

function stemOf(folder: string, configFile: string): string {
  return join(folder, hash(configFile).slice(0, 16));
}

/** Writes a file of the cache: whole, or not at all. */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

function hashFile(path: string): string {
  return hash(readFileSync(path));
}

/** Folders and files that can be imported; what nixpawn or an editor writes beside does not count. */
function hashNames(folder: string): string {
  const names = readdirSync(folder).filter(
    (name) =>
      /^(?:.*\.[cm]?[jt]sx?|.*\.json)$/.test(name) || statSync(join(folder, name)).isDirectory(),
  );
  return hash(
    names
      .filter((name) => name !== "containers")
      .sort()
      .join("\0"),
  );
}

function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
