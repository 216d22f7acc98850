import { dirname, extname, join, resolve } from "node:path";
import type { Message } from "esbuild";
import { NP003, NP004, NP005, NP011 } from "../../problems/codes/config.js";
import { nearest } from "../../problems/nearest.js";
import type { Place, Position, Problem } from "../../problems/problem.js";
import { findUpwards } from "../cache/folders.js";
import { libraryNamespace } from "./own-library.js";
import { sourceText } from "../origins/source-places.js";
import { unitsOfBytes } from "../../problems/text-position.js";
import type { Insertion } from "./user-module.js";

const unresolved = /^Could not resolve "(.+)"$/;
const duplicate = /^Duplicate key "(.+)" in object literal$/s;
const noExport =
  /^(?:No matching export in "(.+)" for import "(.+)"|Import "(.+)" will always be undefined because there is no matching export in "(.+)")$/;

/** What `bundle` itself found wrong with a file: goes through esbuild, which knows the import. */
/** What is known of the files that esbuild speaks of. */
export interface BundleContext {
  /** What its paths are relative to. */
  readonly folder: string;
  /** What was put into lines of a file before esbuild saw it. */
  readonly inserted: (path: string) => readonly Insertion[];
  /** What nixpawn's library exports. */
  readonly library: readonly string[];
}

/** What esbuild found wrong with the user's files, as problems. */
export function bundleProblems(messages: readonly Message[], context: BundleContext): Problem[] {
  return messages.map((message) => {
    const problem = problemOf(message, context);
    const place = placeOf(message.location, context);
    const [note] = problem.code === "NP011" ? message.notes : [];
    const first = placeOf(note?.location ?? null, context);
    return {
      ...problem,
      ...(place === undefined ? {} : { place }),
      ...(first === undefined ? {} : { related: [{ message: firstHere, place: first }] }),
    };
  });
}

function problemOf({ text, detail }: Message, { library }: BundleContext): Problem {
  if (isProblem(detail)) return detail;
  const missing = unresolved.exec(text)?.[1];
  if (missing !== undefined) return notFound(missing);
  const exported = noExport.exec(text);
  if (exported !== null) {
    const [, from1, name1 = "", name2 = "", from2] = exported;
    const from = from1 ?? from2 ?? "";
    const isOurs = from.startsWith(libraryNamespace);
    const guess = isOurs ? nearest(name1 || name2, library) : undefined;
    return NP005.absent({ from: isOurs ? "nixpawn" : from, name: name1 || name2, guess });
  }
  const twice = duplicate.exec(text)?.[1];
  if (twice !== undefined) return NP011.twice({ name: twice });
  return NP003.found({ message: lowerFirst(text) });
}

/** What is said of the first of two names. */
export const firstHere = "it is here first";

function notFound(specifier: string): Problem {
  if (/^[./]/.test(specifier)) return NP004.file({ path: specifier });
  if (specifier.startsWith("#")) return NP004.name({ name: specifier });
  return NP004.package({ specifier, name: packageName(specifier) });
}

function isProblem(detail: unknown): detail is Problem {
  return typeof detail === "object" && detail !== null && "code" in detail && "message" in detail;
}

/**
 * Where the files and packages were looked for that esbuild did not find: what would have to
 * appear for another attempt to be worth it.
 */
export function missingFiles(messages: readonly Message[], folder: string): string[] {
  return messages.flatMap(({ text, location }) => {
    const specifier = unresolved.exec(text)?.[1];
    if (specifier === undefined || location === null) return [];
    const from = dirname(resolve(folder, location.file));
    if (/^[./]/.test(specifier)) return namesOf(resolve(from, specifier));
    const packages = join(
      findUpwards(from, "node_modules") ?? findUpwards(from, "package.json") ?? folder,
      "node_modules",
    );
    // npm writes its list when everything is in place.
    return [join(packages, packageName(specifier)), join(packages, ".package-lock.json")];
  });
}

/** The files that an import of a path may mean. */
function namesOf(path: string): string[] {
  const written = /\.([cm]?)js$/.exec(path);
  if (written !== null) return [path, path.replace(/js$/, "ts")];
  return extname(path) === ""
    ? [".ts", ".js", ".json", "/index.ts", "/index.js"].map((end) => `${path}${end}`)
    : [path];
}

/** The package that an import names: `@scope/name/part` is `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Messages start small; "JSON" stays as it is. */
function lowerFirst(text: string): string {
  return /^[A-Z][A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

function placeOf(
  location: Message["location"],
  { folder, inserted }: BundleContext,
): Place | undefined {
  if (location === null) return undefined;
  const { lineText, line, namespace } = location;
  if (namespace !== "file" && namespace !== "") return undefined;
  const file = resolve(folder, location.file);
  const source = sourceText(file);
  const at = (bytes: number): Position => {
    const column = unitsOfBytes(lineText, bytes) + 1;
    let shift = 0;
    for (const one of inserted(file)) {
      if (one.line === line && one.column + shift < column) shift += one.length;
    }
    return source.fromScript({ line, column: Math.max(column - shift, 1) });
  };
  return {
    file,
    start: at(location.column),
    end: at(location.column + Math.max(location.length, 1)),
  };
}
