import type { FailureKind } from "./failure.js";
import type { Reading } from "./module-messages.js";
import { parseOptionPath } from "./option-path.js";

/**
 * Messages of Nix itself, from 2.8 to 2.34. Groups: `name` for what is missing or refused,
 * `expected` for the type that was wanted, `item` for an assertion.
 */
const messages: readonly (readonly [FailureKind, RegExp])[] = [
  [
    "syntax",
    /^(?:syntax error|attribute '.*' already defined at |duplicate formal function argument|dynamic attributes? not allowed|path '.*' has a trailing slash|invalid (?:integer|float) )/,
  ],
  ["undefined-variable", /^undefined variable '(?<name>.*)'$/],
  ["missing-attribute", /^attribute '(?<name>.*)' missing$/],
  ["missing-attribute", /^attribute '(?<name>.*)' in selection path '.*' not found/],
  ["missing-attribute", /^flake '.*' does not provide attribute .*'(?<name>.*?)'$/],
  ["infinite-recursion", /^(?:infinite recursion encountered|stack overflow)/],
  ["type-error", /^value is .* while (?<expected>.*) was expected/],
  ["type-error", /^expected (?<expected>.*?) but found /],
  ["type-error", /^attempt to call something which is not (?<expected>a function) but /],
  ["type-error", /called without required argument '(?<name>.*)'/],
  ["type-error", /called with unexpected argument '(?<name>.*)'/],
  ["type-error", /^cannot (?:coerce|add|convert|compare|append|multiply|divide|subtract|negate) /],
  ["failed-assertions", /^assertion (?<item>'.*') failed$/s],
  ["missing-file", /^getting status of '(?<name>.*)': No such file or directory/],
  [
    "missing-file",
    /^(?:opening|reading) (?:file|directory|symbolic link) '(?<name>.*)': No such file or directory/,
  ],
  ["missing-file", /^path '(?<name>.*)' does not exist/],
  ["missing-file", /^file '(?<name>.*)' was not found in the Nix search path/],
  [
    "missing-file",
    /^access to path '(?<name>.*)' is forbidden because it is not under Git control/,
  ],
  [
    "restricted",
    /^access to (?:absolute path|path|URI) '(?<name>.*)' is forbidden in (?:restricted|pure eval(?:uation)?) mode/,
  ],
  ["restricted", /^cannot look up '(?<name>.*)' in pure eval(?:uation)? mode/],
  ["feature-disabled", /^experimental Nix feature '(?<name>.*?)' is disabled/],
  ["other", /^division by zero$/],
  ["abort", /^evaluation aborted with the following error message: /],
];

/** Reads a message of Nix itself; undefined for one that is not known. */
export function readLanguageMessage(message: string): Reading | undefined {
  const untracked =
    /^Path '(?<path>.*)' in the repository "(?<repository>.*)" is not tracked by Git\./.exec(
      message,
    )?.groups;
  if (untracked !== undefined) {
    const { path = "", repository = "" } = untracked;
    return { kind: "missing-file", name: `${repository}/${path}` };
  }
  for (const [kind, pattern] of messages) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const { name, expected, item } = found.groups ?? {};
    return {
      kind,
      ...(name === undefined ? {} : { name: unquoted(name) }),
      ...(expected === undefined ? {} : { expected }),
      ...(item === undefined ? {} : { items: [item.slice(1, -1)] }),
    };
  }
  return undefined;
}

/** Newer versions quote a name that is no identifier. */
function unquoted(name: string): string {
  return /^".*"$/s.test(name) ? (parseOptionPath(name)[0] ?? name) : name;
}
