import { existsSync } from "node:fs";

/**
 * The URL of the library that a config file imports as "nixpawn": always the one this program
 * belongs to, so that config and program agree. Bundled, it is beside this code; in the sources
 * one folder up.
 */
export function libraryUrl(): string {
  for (const path of ["./index.js", "../index.js", "../index.ts"]) {
    const url = new URL(path, import.meta.url);
    if (existsSync(url)) return url.href;
  }
  throw new Error("nixpawn's own library is missing from its installation");
}
