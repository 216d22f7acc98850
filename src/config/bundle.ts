import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import type { BuildFailure, Loader, Message, Plugin } from "esbuild";
import { ProblemError } from "../problems/problem.js";
import { bundleProblems, missingFiles } from "./bundle-problems.js";
import { locationModule, locationNamespace, withOwnLocation } from "./user-module.js";

export interface Bundle {
  readonly code: string;
  /** Source map, JSON. */
  readonly map: string;
  /** Absolute paths of the files that went in, sorted. */
  readonly inputs: readonly string[];
}

export interface BundleOptions {
  /** The URL that "nixpawn" is imported from. */
  readonly library: string;
  /** Rewrites a user's file before it is bundled; undefined leaves it as it is. */
  readonly transform?: (file: string, text: string) => Promise<string | undefined>;
  /** Told every file that is read, and every one that is imported and missing: absolute paths. */
  readonly onInput?: ((file: string) => void) | undefined;
}

/**
 * Bundles a config file with all it imports to one ES module.
 * @throws ProblemError NP003 … NP005: syntax errors, imports that cannot be found
 */
export async function bundle(file: string, options: BundleOptions): Promise<Bundle> {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: dirname(file),
    entryPoints: [file],
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
    banner: {
      js: "import { createRequire as __nixpawn_createRequire } from 'node:module'; const require = __nixpawn_createRequire(import.meta.url);",
    },
    plugins: [
      ownLibrary(options.library),
      ...(options.onInput === undefined ? [] : [inputsTo(options.onInput)]),
      userFiles(options.transform),
    ],
  }).catch((failure: unknown) => {
    const { errors } = failure as BuildFailure;
    if (options.onInput !== undefined) missingFiles(errors, dirname(file)).forEach(options.onInput);
    throw new ProblemError(bundleProblems(errors, dirname(file)));
  });
  const wrong = result.warnings.filter(isMissingExport);
  if (wrong.length > 0) throw new ProblemError(bundleProblems(wrong, dirname(file)));
  const [map, code] = result.outputFiles;
  const inputs = Object.keys(result.metafile.inputs)
    .filter((path) => !path.startsWith(`${locationNamespace}:`))
    .map((path) => resolve(dirname(file), path))
    .sort();
  return { code: code?.text ?? "", map: map?.text ?? "", inputs };
}

function isMissingExport(warning: Message): boolean {
  return warning.id === "import-is-undefined";
}

function ownLibrary(library: string): Plugin {
  return {
    name: "nixpawn-library",
    setup(build) {
      build.onResolve({ filter: /^nixpawn$/ }, () => ({ path: library, external: true }));
    },
  };
}

function inputsTo(onInput: (file: string) => void): Plugin {
  return {
    name: "nixpawn-inputs",
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => {
        onInput(path);
        return undefined;
      });
    },
  };
}

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".json": "json",
};

function userFiles(transform: BundleOptions["transform"]): Plugin {
  return {
    name: "nixpawn-user-files",
    setup(build) {
      const filter = new RegExp(`^${locationNamespace}:`);
      build.onResolve({ filter }, ({ path }) => ({
        path: path.slice(locationNamespace.length + 1),
        namespace: locationNamespace,
      }));
      build.onLoad({ filter: /.*/, namespace: locationNamespace }, ({ path }) => ({
        contents: locationModule(path),
        loader: "js",
      }));
      build.onLoad({ filter: /\.(?:[cm]?[jt]s|json)$/, namespace: "file" }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const isJson = extname(path) === ".json";
        const own = !/[\\/]node_modules[\\/]/.test(path);
        const transformed = own ? await transform?.(path, text) : undefined;
        const loader = isJson && transformed !== undefined ? "js" : loaders[extname(path)];
        if (loader === undefined) return undefined;
        const contents = transformed ?? text;
        return {
          contents: isJson ? contents : withOwnLocation(path, contents),
          loader,
          resolveDir: dirname(path),
        };
      });
    },
  };
}
