import { contentHash } from "../load/cache/content-hash.js";
import { sealText } from "./header.js";
import type { GeneratedFile } from "./target.js";

/** A file of a tree that is no printed Nix; its header is sealed. */
export function textFile(path: string, given: string, executable = false): GeneratedFile {
  const text = sealText(path, given);
  return { path, text, hash: contentHash(text), marks: [], executable };
}
