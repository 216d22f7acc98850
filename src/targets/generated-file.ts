import { printFile, type PrintedFile, type PrintOptions } from "../nix/printer.js";
import type { Expression } from "../nix/syntax.js";
import { contentHash } from "../load/cache/content-hash.js";
import { sealText } from "./header.js";
import type { PrintMemory } from "./print-memory.js";
import type { GeneratedFile } from "./target.js";

/**
 * A file of a tree that is printed when it is first looked at.
 * @param expressionOf gives what it holds
 * @param memory saves printing what was printed in an earlier run
 * @param known the hash of its text, where that is known
 */
export function generatedFile(
  path: string,
  expressionOf: () => Expression,
  options: PrintOptions,
  memory: PrintMemory | undefined,
  known?: string,
): GeneratedFile {
  let expression: Expression | undefined;
  let printed: PrintedFile | undefined;
  let text: string | undefined;
  let hash = known;
  const content = (): Expression => (expression ??= expressionOf());
  const print = (): PrintedFile => (printed ??= printFile(content(), options));
  const sealed = (): string => (text ??= sealText(path, print().text));
  const printedHash = (): string => contentHash(sealed());
  return {
    path,
    get text() {
      return sealed();
    },
    get hash() {
      hash ??= memory?.hashOf(path, [content(), options], printedHash) ?? printedHash();
      return hash;
    },
    get marks() {
      return print().marks;
    },
  };
}
