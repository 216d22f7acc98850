import type { MisuseSite } from "./misuses.js";
import { isPeekable } from "./peek.js";

/** What JavaScript writes in place of a value that is not there, or that has no text. */
export type AbsentWord = "undefined" | "null" | "NaN" | `[object ${string}]`;

/** An operand of a text that was not there. */
export interface AbsentText {
  readonly site: MisuseSite;
  readonly word: AbsentWord;
  /** The whole text that came of it, where that is known. */
  readonly made?: string;
}

/** The word for a value that is not there, or that has no text; undefined for any other value. */
export function absentWord(value: unknown): AbsentWord | undefined {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (typeof value === "number") return Number.isNaN(value) ? "NaN" : undefined;
  return typeof value === "object" ? objectWord(value) : undefined;
}

/** Of an object that has nothing of its own to say: `[object Object]`, `[object Promise]`. */
function objectWord(value: object): AbsentWord | undefined {
  // Of what stands for a container, that look is a problem of its own.
  if (Array.isArray(value) || isPeekable(value)) return undefined;
  if ((Reflect.get(value, Symbol.toPrimitive) as unknown) !== undefined) return undefined;
  if (Reflect.get(value, "toString") !== Object.prototype.toString) return undefined;
  return Object.prototype.toString.call(value) as AbsentWord;
}

/**
 * Operands of texts that were `undefined` or `null`, no number or an object: the text has such a word. Whether it gets into a
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
