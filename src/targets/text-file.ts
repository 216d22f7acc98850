import { contentHash } from "../config/content-hash.js";
import type { GeneratedFile } from "./target.js";

/** A file of a tree that is no printed Nix. */
export function textFile(path: string, text: string, executable = false): GeneratedFile {
  return { path, text, hash: contentHash(text), marks: [], executable };
}
