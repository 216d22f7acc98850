import { dirname, extname, join, resolve } from "node:path";
import type { Message } from "esbuild";
import type { Place, Problem } from "../problems/problem.js";
import { findUpwards } from "./folders.js";
import { unitsOfBytes } from "./text-position.js";

const unresolved = /^Could not resolve "(.+)"$/;
const noExport =
  /^(?:No matching export in "(.+)" for import "(.+)"|Import "(.+)" will always be undefined because there is no matching export in "(.+)")$/;

/** What esbuild found wrong with the user's files, as problems. `folder`: what its paths are relative to. */
export function bundleProblems(messages: readonly Message[], folder: string): Problem[] {
  return messages.map((message) => {
    const place = placeOf(message, folder);
    const where = place === undefined ? {} : { place };
    const missing = unresolved.exec(message.text)?.[1];
    if (missing !== undefined) {
      const isPackage = !/^[./]/.test(missing);
      return {
        code: "NP004",
        severity: "error",
        message: `cannot find ${isPackage ? "the package" : "the file"} \`${missing}\``,
        ...(isPackage
          ? { hint: `install it: npm install ${packageName(missing)}` }
          : { hint: "the path is relative to the file that imports it" }),
        ...where,
      };
    }
    const exported = noExport.exec(message.text);
    if (exported !== null) {
      const [, from1, name1, name2, from2] = exported;
      return {
        code: "NP005",
        severity: "error",
        message: `\`${from1 ?? from2 ?? ""}\` exports no \`${name1 ?? name2 ?? ""}\``,
        ...where,
      };
    }
    return { code: "NP003", severity: "error", message: lowerFirst(message.text), ...where };
  });
}

/**
 * Where the files and packages were looked for that esbuild did not find: what would have to
 * appear for another attempt to be worth it.
 */
export function missingFiles(messages: readonly Message[], folder: string): string[] {
  return messages.flatMap((message) => {
    const specifier = unresolved.exec(message.text)?.[1];
    const importer = placeOf(message, folder)?.file;
    if (specifier === undefined || importer === undefined) return [];
    if (/^[./]/.test(specifier)) return namesOf(resolve(dirname(importer), specifier));
    const packages = join(
      findUpwards(dirname(importer), "node_modules") ??
        findUpwards(dirname(importer), "package.json") ??
        folder,
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

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function placeOf({ location }: Message, folder: string): Place | undefined {
  if (location === null) return undefined;
  const { lineText, line } = location;
  const start = unitsOfBytes(lineText, location.column);
  const end = unitsOfBytes(lineText, location.column + Math.max(location.length, 1));
  return {
    file: resolve(folder, location.file),
    start: { line, column: start + 1 },
    end: { line, column: Math.max(end, start) + 1 },
  };
}
