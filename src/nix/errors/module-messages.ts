import { definitionsIn, filesIn } from "./definitions.js";
import type { FailureKind, NixFailure } from "./failure.js";
import { parseOptionPath } from "./option-path.js";

/** What a message tells beside its words. */
export type Reading = Pick<NixFailure, "kind"> &
  Partial<
    Pick<NixFailure, "optionPath" | "expected" | "definitions" | "name" | "suggestions" | "items">
  >;

/**
 * Sentences of nixpkgs' module system, of today and of 2018. Groups: `option`, `type`, and `files`
 * for words that name files. Quotes open with ` and close with ' or `.
 */
const sentences: readonly (readonly [FailureKind, RegExp])[] = [
  [
    "option-does-not-exist",
    /^The option `(?<option>.*?)['`](?: defined in (?<files>`.*?'))? does not exist\./,
  ],
  [
    "option-does-not-exist",
    /^The option `(?<option>.*?)['`] can no longer be used since it's been removed\./,
  ],
  [
    "option-wrong-type",
    /^A definition for option `(?<option>.*?)['`] is not of type `(?<type>[^]*?)['`]\.(?: (?:Definition values:|TypeError: |Each list element )|$)/,
  ],
  [
    "option-wrong-type",
    /^The option value `(?<option>.*?)['`] in (?<files>`.*?['`]) is not (?:of type `(?<type>[^]*?)'|(?<words>a .*?))\.$/,
  ],
  // A value where the option tree goes on, such as `services.openssh = true`; from 21.05 on.
  [
    "option-wrong-type",
    /^(?:In module (?<files>`.*?['`]), you're|You're) trying to (?:declare|define) a value of type `.*?['`]\s+rather than an (?<set>attribute[- ]set) for the option\s+`(?<option>.*?)['`]!/,
  ],
  ["option-conflict", /^The option `(?<option>.*?)['`] has conflicting definition values:/],
  [
    "option-conflict",
    /^The (?:unique )?option `(?<option>.*?)['`] (?:is defined multiple times|has conflicting (?:definitions|option types)|is defined both (?:null and not null|as .*?)),? in (?<files>`.*)$/,
  ],
  [
    "option-conflict",
    /^The option `(?<option>.*?)['`] is defined multiple times while it's expected to be unique\./,
  ],
  [
    "option-conflict",
    /^The option `(?<option>.*?)['`] is read-only, but it's set multiple times\./,
  ],
  [
    "option-conflict",
    /^Cannot merge definitions of `(?<option>.*?)['`](?: given in (?<files>.*?)\.$|\.)/,
  ],
  [
    "option-conflict",
    /^The option `(?<option>.*?)['`] in (?<files>`.*?['`] is already declared in `.*['`])\.$/,
  ],
  [
    "option-used-but-not-defined",
    /^The option `(?<option>.*?)['`] (?:is used but not defined|was accessed but has no value defined)\b/,
  ],
];

/** Reads a message of the module system; undefined for any other. */
export function readModuleMessage(message: string): Reading | undefined {
  const failed = failedAssertions(message);
  if (failed !== undefined) return { kind: "failed-assertions", items: failed };
  for (const [kind, sentence] of sentences) {
    const found = sentence.exec(message)?.groups;
    if (found === undefined) continue;
    const { option = "", type, words, set, files } = found;
    const expected = type ?? words ?? set;
    const listed = definitionsIn(message);
    const definitions = listed.length > 0 ? listed : filesIn(files ?? "");
    const suggestions = optionSuggestions(message);
    return {
      kind,
      optionPath: parseOptionPath(option),
      ...(expected === undefined ? {} : { expected }),
      ...(definitions.length === 0 ? {} : { definitions }),
      ...(suggestions.length === 0 ? {} : { suggestions }),
    };
  }
  return undefined;
}

/**
 * The list below "Failed assertions:". A line of an assertion that starts as the list's own does
 * cannot be told from the next assertion.
 */
function failedAssertions(message: string): readonly string[] | undefined {
  const found = /^Failed assertions?:(?<list>[^]*)$/.exec(message)?.groups;
  if (found === undefined) return undefined;
  return (found.list ?? "")
    .split(/^- /m)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** The last names of "Did you mean `a.b', `a.c' or `a.d'?": all are siblings of what was meant. */
function optionSuggestions(message: string): readonly string[] {
  const words = /^Did you mean (?<words>`.*)\?$/m.exec(message)?.groups?.words ?? "";
  return Array.from(
    words.matchAll(/`(.*?)'/g),
    ([, path = ""]) => parseOptionPath(path).at(-1) ?? "",
  );
}
