import { optionsOfKey } from "../../conf/keys.js";
import { readConfWords } from "../../conf/words.js";
import { lineRows } from "../../containers/line-rows.generated.js";
import type { LineRow } from "../../containers/option.js";
import { confTraits } from "./effects.js";

/** What the unit has nothing to do with: its system is built, and it is started with the host, by nixpawn. */
const notOfUnit = new Set(["AUTO_START", "FLAKE"]);

/**
 * The keys of a conf file that ask something of the unit which starts the container; what is so
 * anyway, as `PRIVATE_USERS=no`, asks nothing.
 */
export function asked(conf: ReadonlyMap<string, string>): string[] {
  return [...conf].flatMap(([key, value]) => {
    const isUsual = value === "" || value === confTraits[key]?.default;
    return isUsual || notOfUnit.has(key) ? [] : [key];
  });
}

/** The container's option that a key is known by. */
export function optionOf(key: string): string {
  return optionsOfKey(key)[0] ?? key;
}

/** The option of `nixpawn create` that a key is known by. */
export function createOptionOf(key: string): string {
  return `--${lineOf(key)?.flag ?? key.toLowerCase().replaceAll("_", "-")}`;
}

/** What a container is like whose unit does not know a key. */
export function consequenceOf(key: string): string {
  return lineOf(key)?.without ?? "it would run without that";
}

function lineOf(key: string): LineRow | undefined {
  return Object.hasOwn(lineRows, key) ? lineRows[key as keyof typeof lineRows] : undefined;
}

/** The same of a container that runs. */
export function consequenceNow(key: string): string {
  const text = consequenceOf(key);
  const now = [
    [/\bwould be\b/, "is"],
    [/\bwould have\b/, "has"],
    [/\bwould get\b/, "has"],
    [/\bwould run\b/, "runs"],
    [/\bwould keep\b/, "keeps"],
    [/\bwould not have\b/, "does not have"],
    [/\bwould not be\b/, "is not"],
  ] as const;
  return now.reduce((words, [pattern, verb]) => words.replace(pattern, verb), text);
}

/** The flags that say the same; undefined where none do, or a word has what no conf file escapes. */
export function flagFor(key: string, value: string): string | undefined {
  const flag = lineOf(key)?.nspawnFlag;
  if (flag === undefined) return undefined;
  const words = readConfWords(value).map((word) => `${flag}=${word}`);
  return words.some((word) => /[\s"'\\$`*?[\]]/.test(word)) ? undefined : words.join(" ");
}
