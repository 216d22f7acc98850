import type { ConfForm } from "../containers/option.js";
import type { optionRows } from "../containers/option-rows.generated.js";
import { isNixExpression } from "../nix/value.js";
import { confWord } from "./words.js";

/** One line of a container's conf file, /etc/nixos-containers/<name>.conf. */
export interface ConfEntry {
  readonly key: string;
  /** Undefined where only the evaluation knows it, and whether the line is there at all. */
  readonly value: string | undefined;
}

type Lines = {
  [Name in keyof typeof optionRows]: (typeof optionRows)[Name] extends { readonly conf: infer Conf }
    ? Conf
    : never;
}[keyof typeof optionRows];

/** Keys of lines in no regular form: each has a function of its own. */
export type OwnKey = OwnKeyOf<Lines>;

type OwnKeyOf<Conf> = Conf extends unknown
  ? { [Key in keyof Conf]: Conf[Key] extends { readonly form: "own" } ? Key : never }[keyof Conf] &
      string
  : never;

/** Forms that say by themselves what becomes of a value. */
export type RegularForm = Exclude<ConfForm, "own">;

/** The line of an option in a regular form; none where there is nothing to say. */
export function regularEntry(key: string, form: RegularForm, value: unknown): ConfEntry[] {
  if (isNixExpression(value)) return [{ key, value: undefined }];
  const text = forms[form](value);
  return text === null ? [] : [{ key, value: text }];
}

/** The text of a line that is always there, where the value is the default. */
export function usualText(form: ConfForm, usual: unknown): string | undefined {
  return form === "switch" || form === "always" ? (forms[form](usual) ?? undefined) : undefined;
}

/** The text of each form: null for no line, undefined where only the evaluation knows it. */
const forms: Readonly<Record<RegularForm, (value: unknown) => string | null | undefined>> = {
  text: (value) => (value === null ? null : inFull(value)),
  always: inFull,
  flag: (value) => (value === false ? null : "1"),
  switch: (value) => (value === false ? "0" : "1"),
  words: (value) => listText(value, confWord),
  // Split at blanks by those who read it, and at nothing else.
  "plain words": (value) => listText(value, String),
};

function inFull(value: unknown): string {
  return [value].join("");
}

function listText(value: unknown, inWords: (word: string) => string): string | null | undefined {
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) return null;
  if (value.some(isNixExpression)) return undefined;
  return value.map((word) => inWords(String(word))).join(" ");
}
