import { indexFile } from "./container-module.js";
import { confFolder, dropInName, unitsFolder } from "./places.js";

/** One line of a file that only lists containers, and which file of the tree it stands for. */
export interface ListedFile {
  /** Relative to the output folder. */
  readonly path: string;
  /** What the line says: `./web.nix`. */
  readonly words: string;
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

/** What default.nix has, without its header, for files of these names. */
export function indexOf(names: readonly string[]): string {
  const words = names.map((name) => `./${name}`);
  if (words.length < 2) return `{ imports = [ ${words.map((one) => `${one} `).join("")}]; }\n`;
  return `{\n  imports = [\n${words.map((one) => `    ${one}\n`).join("")}  ];\n}\n`;
}

/** Whether the file of that path only lists containers. */
export function isListingPath(path: string): boolean {
  const isDropIn = path.startsWith(`${unitsFolder}/`) && path.endsWith(`.target.d/${dropInName}`);
  return path === indexFile || isDropIn;
}

/** The files that a listing stands for, in its order; none for a file of another kind. */
export function listedFiles(path: string, text: string): ListedFile[] {
  if (!isListingPath(path)) return [];
  const isIndex = path === indexFile;
  const entries = isIndex ? /\.\/([\w-]+\.nix)/g : /^Wants=container@(.+)\.service\r?$/g;
  return text.split("\n").flatMap((line, at) =>
    [...line.matchAll(entries)].map(([words, name = ""]) => ({
      path: isIndex ? name : `${confFolder}/${name}.conf`,
      words: words.trimEnd(),
      line: at + 1,
    })),
  );
}
