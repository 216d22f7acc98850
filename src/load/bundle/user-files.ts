import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename, dirname, extname } from "node:path";
import type { Loader, OnLoadArgs, OnLoadResult, Plugin } from "esbuild";
import { NP004, NP010, NP012 } from "../../problems/codes/config.js";
import type { Problem } from "../../problems/problem.js";
import { contentHash } from "../cache/content-hash.js";
import { isInstalled } from "../cache/folders.js";
import { firstNoText, type NoText } from "../no-text.js";
import { withoutMark } from "../../problems/text-position.js";
import { requiredModule, requiredNamespace } from "./required-files.js";
import { locationModule, locationNamespace, userModule, type Insertion } from "./user-module.js";

/** Rewrites a user's file before it is bundled; undefined leaves it as it is. */
export type Transform = (file: string, text: string) => Promise<string | undefined>;

/** By extension; the empty one is that of scripts, which have none. */
const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".json": "json",
  "": "js",
};

/** Reads the files of a bundle, and remembers what it read. */
export class UserFiles {
  /** Content hashes by absolute path. */
  readonly read = new Map<string, string>();
  readonly #inserted = new Map<string, readonly Insertion[]>();

  constructor(private readonly transform: Transform | undefined) {}

  /** What was put into lines of a file that the bundler was given. */
  inserted(path: string): readonly Insertion[] {
    return this.#inserted.get(path) ?? [];
  }

  plugin(): Plugin {
    return {
      name: "nixpawn-user-files",
      setup: (build) => {
        build.onResolve({ filter: new RegExp(`^${locationNamespace}:`) }, ({ path }) => ({
          path: path.slice(locationNamespace.length + 1),
          namespace: locationNamespace,
        }));
        build.onResolve({ filter: /^node:/ }, ({ path }) =>
          isBuiltin(path) ? undefined : refuse(NP004.ofNode({ path })),
        );
        build.onResolve({ filter: new RegExp(`^${requiredNamespace}:`) }, ({ path }) => ({
          path: path.slice(requiredNamespace.length + 1),
          namespace: requiredNamespace,
        }));
        build.onLoad({ filter: /.*/, namespace: requiredNamespace }, ({ path }) => ({
          contents: requiredModule(path),
          loader: "js",
          resolveDir: dirname(path),
        }));
        build.onLoad({ filter: /.*/, namespace: locationNamespace }, ({ path }) => ({
          contents: locationModule(path),
          loader: "js",
          resolveDir: dirname(path),
        }));
        build.onLoad({ filter: /.*/, namespace: "file" }, (given) => this.#load(given));
      },
    };
  }

  async #load({ path, with: attributes }: OnLoadArgs): Promise<OnLoadResult> {
    const isJson = extname(path) === ".json" || attributes.type === "json";
    const loader = isJson ? "json" : loaders[extname(path)];
    if (loader === undefined) return refuse(unknownKind(path));
    if (attributes.type !== undefined && attributes.type !== "json") {
      return refuse(NP010.attribute({ type: attributes.type, hint: asText(path) }));
    }
    let content: Buffer;
    try {
      content = await readFile(path);
    } catch (error) {
      const { message: reason } = error as Error;
      return refuse(NP004.unreadable({ name: basename(path), reason }));
    }
    this.read.set(path, contentHash(content));
    const wrong = isInstalled(path) ? undefined : firstNoText(content);
    if (wrong !== undefined) return refuseBytes(path, wrong);
    const text = withoutMark(content.toString("utf8"));
    const installed = isInstalled(path);
    const transformed = installed ? undefined : await this.transform?.(path, text);
    if (isJson) {
      return transformed === undefined
        ? { contents: text, loader }
        : { contents: transformed, loader: "js" };
    }
    const kind = installed ? "installed" : transformed === undefined ? "own" : "mapped";
    const located = userModule(path, transformed ?? text, kind);
    this.#inserted.set(path, located.inserted);
    return { contents: located.text, loader, resolveDir: dirname(path) };
  }
}

function refuseBytes(path: string, { line, bytes, lineText, byte }: NoText): OnLoadResult {
  const detail = NP012.noText({ name: basename(path), byte });
  const location = { file: path, namespace: "file", line, column: bytes, length: 1, lineText };
  return { errors: [{ text: detail.message, detail, location }] };
}

/** esbuild adds the place of the import. */
function refuse(detail: Problem): { errors: { text: string; detail: Problem }[] } {
  return { errors: [{ text: detail.message, detail }] };
}

function unknownKind(path: string): Problem {
  const name = basename(path);
  const hint = extname(path) === ".nix" ? `name it as a Nix file: file("./${name}")` : asText(path);
  return NP010.ofAnotherKind({ name, hint });
}

function asText(path: string): string {
  return `read it: readFileSync(new URL("./${basename(path)}", import.meta.url), "utf8")`;
}
