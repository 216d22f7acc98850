import { printFile, type PrintedFile, type PrintOptions } from "../nix/printer.js";
import type { Expression } from "../nix/syntax.js";
import { contentHash } from "../config/content-hash.js";
import { sealText } from "./header.js";
import type { PrintMemory } from "./print-memory.js";
import type { GeneratedFile } from "./target.js";

/**
 * A file of a tree that is printed when it is first looked at.
 * @param memory saves printing what was printed in an earlier run
 */
export function generatedFile(
  path: string,
  expression: Expression,
  options: PrintOptions,
  memory: PrintMemory | undefined,
): GeneratedFile {
  let printed: PrintedFile | undefined;
  let text: string | undefined;
  let hash: string | undefined;
  const print = (): PrintedFile => (printed ??= printFile(expression, options));
  const sealed = (): string => (text ??= sealText(path, print().text));
  const printedHash = (): string => contentHash(sealed());
  return {
    path,
    get text() {
      return sealed();
    },
    get hash() {
      hash ??= memory?.hashOf(path, [expression, options], printedHash) ?? printedHash();
      return hash;
    },
    get marks() {
      return print().marks;
    },
  };
}
