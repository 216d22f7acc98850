import type { MisuseSite } from "./misuses.js";

/** What JavaScript writes in place of a value that is not there. */
export type AbsentWord = "undefined" | "null";

/** An operand of a text that was not there. */
export interface AbsentText {
  readonly site: MisuseSite;
  readonly word: AbsentWord;
  /** The whole text that came of it, where that is known. */
  readonly made?: string;
}

/** The word for a value that is not there; undefined for any other value. */
export function absentWord(value: unknown): AbsentWord | undefined {
  if (value === undefined) return "undefined";
  return value === null ? "null" : undefined;
}

/**
 * Operands of texts that were `undefined` or `null`: the text has that word. Whether it gets into a
 * container is known later only: it may be the message of an error, or a key of a map.
 */
export class AbsentTexts {
  readonly #found = new Map<string, AbsentText>();

  note(site: MisuseSite, word: AbsentWord, made?: string): void {
    const key = `${site.file} ${site.start} ${site.end} ${word} ${made ?? ""}`;
    this.#found.set(key, { site, word, ...(made === undefined ? {} : { made }) });
  }

  /** What was noted since this was last asked. */
  take(): AbsentText[] {
    const found = [...this.#found.values()];
    this.#found.clear();
    return found;
  }
}

/** Those of the config that runs. */
export const absentTexts = new AbsentTexts();

/** Methods of texts that make a word of what they are given and is not there. */
export const textMakingMethods: ReadonlySet<string> = new Set([
  "concat",
  "padEnd",
  "padStart",
  "replace",
  "replaceAll",
]);
