import { indexFile } from "./container-module.js";
import { dropInName, unitsFolder } from "./places.js";

/** One line of a file that only lists containers, and which one it is. */
export interface ListedFile {
  /** Relative to the folder of the listing. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

const short = /^\{ imports = \[ (?:\.\/[\w-]+\.nix )?\]; \}\n$/;
const long = /^\{\n {2}imports = \[\n(?: {4}\.\/[\w-]+\.nix\n)+ {2}\];\n\}\n$/;
const wants = /^\n\[Unit\]\n(?:Wants=(?:container@[^\s%"'\\]+\.service|machines\.target)\n)+$/;

/**
 * Whether a text, without its header, is what is printed for the containers that it lists itself.
 * Such a file has no seal: two branches that add containers would change it both.
 */
export function isListing(path: string, body: string): boolean {
  if (path === indexFile) return short.test(body) || long.test(body);
  return isListingPath(path) && wants.test(body);
}

/** Whether the file of that path only lists containers. */
export function isListingPath(path: string): boolean {
  const isDropIn = path.startsWith(`${unitsFolder}/`) && path.endsWith(`.target.d/${dropInName}`);
  return path === indexFile || isDropIn;
}

/** The files that a listing imports; none for one of another kind. */
export function listedFiles(path: string, text: string): ListedFile[] {
  if (path !== indexFile) return [];
  return text.split("\n").flatMap((line, at) =>
    [...line.matchAll(/\.\/([\w-]+\.nix)/g)].map(([, name = ""]) => ({
      path: name,
      line: at + 1,
    })),
  );
}
