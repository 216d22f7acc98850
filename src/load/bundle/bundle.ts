import { basename, dirname, resolve } from "node:path";
import type { BuildFailure, BuildResult, Message, Plugin } from "esbuild";
import { bundleProblems, missingFiles } from "./bundle-problems.js";
import { descriptorsGlobal, writingModules } from "../guard/guard-children.js";
import { LoadFailure } from "../load-failure.js";
import { libraryNames, libraryNamespace, ownLibrary } from "./own-library.js";
import { realPath } from "../cache/real-path.js";
import { UserFiles, type Transform } from "./user-files.js";

export interface Bundle {
  readonly code: string;
  /** Source map, JSON. */
  readonly map: string;
  /** Content hashes of the files that went in, as they were read, by absolute path. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What the files import. */
  readonly imports: readonly Import[];
  /** When the first file was read, in milliseconds since 1970. */
  readonly started: number;
}

/** One import of one file, as it was resolved. */
export interface Import {
  /** Absolute path. */
  readonly importer: string;
  /** As it is written. */
  readonly specifier: string;
}

export interface BundleOptions {
  /** Rewrites a user's file before it is bundled; undefined leaves it as it is. */
  readonly transform?: Transform;
}

/** No `import`: a module without any is linked at once. */
const banner =
  "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);";

/** Stands for a config whose name esbuild would take for a pattern. */
const starName = "nixpawn-config";

function entry(file: string): Plugin {
  return {
    name: starName,
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^${starName}$`) }, ({ kind }) =>
        kind === "entry-point" ? { path: realPath(file) } : undefined,
      );
    },
  };
}

/**
 * Bundles a config file with all it imports to one ES module.
 * @throws LoadFailure NP003 … NP005, NP010, NP011: syntax errors, imports that cannot be used
 */
export async function bundle(file: string, options: BundleOptions = {}): Promise<Bundle> {
  const { build } = await import("esbuild");
  const started = Date.now();
  const [folder, name] = [dirname(file), basename(file)];
  const hasStar = name.includes("*");
  const files = new UserFiles(options.transform);
  const fail = (messages: readonly Message[]): never => {
    const problems = bundleProblems(messages, {
      folder,
      inserted: (path) => files.inserted(path),
      library: libraryNames,
    });
    throw new LoadFailure(problems, [...files.read.keys(), ...missingFiles(messages, folder)]);
  };
  const result = await build({
    absWorkingDir: folder,
    entryPoints: [hasStar ? starName : `./${name}`],
    bundle: true,
    write: false,
    outfile: "config.mjs",
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    keepNames: true,
    define: { "import.meta": "__nixpawn_meta" },
    banner: { js: banner },
    plugins: [...(hasStar ? [entry(file)] : []), ownLibrary(), files.plugin()],
  }).catch((failure: unknown) => {
    const { errors } = failure as Partial<BuildFailure>;
    if (errors === undefined || errors.length === 0) throw failure;
    return fail(errors);
  });
  const wrong = result.warnings.filter(isMistake);
  if (wrong.length > 0) fail(wrong);
  const [map, code] = result.outputFiles;
  return {
    code: withDescriptors(code?.text ?? "", result.metafile),
    map: map?.text ?? "",
    inputs: files.read,
    imports: importsOf(result.metafile, folder),
    started,
  };
}

/**
 * The bundle says which parts of Node it has that write past `process.stdout`. It does so in the
 * line of the banner, where no position moves, which runs before the config does.
 */
function withDescriptors(code: string, metafile: BuildResult["metafile"]): string {
  const imported = Object.values(metafile?.inputs ?? {}).flatMap(({ imports }) =>
    imports.map(({ path }) => path.replace(/^node:/, "").split("/")[0]),
  );
  const used = writingModules.filter((name) => imported.includes(name));
  if (used.length === 0) return code;
  const call = `globalThis[Symbol.for(${JSON.stringify(descriptorsGlobal)})]?.(${JSON.stringify(used)});`;
  return code.replace(banner, () => `${banner} ${call}`);
}

/** Of what esbuild only warns, these are never meant. */
function isMistake(warning: Message): boolean {
  return warning.id === "import-is-undefined" || warning.id === "duplicate-object-key";
}

function importsOf({ inputs }: NonNullable<BuildResult["metafile"]>, folder: string): Import[] {
  return Object.entries(inputs).flatMap(([path, { imports }]) =>
    (path.startsWith(libraryNamespace) ? [] : imports).flatMap(
      ({ path: target, external, original }) => {
        // A pattern, from a template: import(`./${name}.js`).
        const specifier = external === true && target.includes("*") ? target : original;
        return specifier === undefined ? [] : [{ importer: resolve(folder, path), specifier }];
      },
    ),
  );
}
