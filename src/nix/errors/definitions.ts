import type { OptionDefinition } from "./failure.js";

/** "- In `file': value", in a list of definitions; more lines of a value are indented by four. */
const definition = /^- In `(?<file>.*?)'(?:: ?(?<value>.*(?:\n {4}.*)*))?$/gm;

/** The definitions of an option that a message lists. */
export function definitionsIn(message: string): readonly OptionDefinition[] {
  return Array.from(message.matchAll(definition), ({ groups = {} }) => {
    const value = groups.value?.replace(/^\n/, "").replace(/^ {4}/gm, "");
    const file = definingFile(groups.file ?? "");
    return { file, ...(value === undefined ? {} : { value }) };
  });
}

/** Files in a sentence: "in `a.nix' and `b.nix'". */
export function filesIn(words: string): readonly OptionDefinition[] {
  return Array.from(words.matchAll(/`([^`]*?)['`](?= and | is |, |[.]|$)/g), ([, file = ""]) => ({
    file: definingFile(file),
  }));
}

/** "web.nix, via option containers.web.config" is web.nix. */
export function definingFile(text: string): string {
  return text.replace(/, via option .*$/s, "");
}
