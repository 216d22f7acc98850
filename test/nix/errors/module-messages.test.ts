import { expect, test } from "@jest/globals";
import { readModuleMessage, type Reading } from "../../../src/nix/errors/module-messages.js";

/** Sentences of nixpkgs that no fixture has. */
test.each<[string, Reading | undefined]>([
  [
    "The option `a.b' can no longer be used since it's been removed. Use c.",
    { kind: "option-does-not-exist", optionPath: ["a", "b"] },
  ],
  [
    "The option value `a` in `/x.nix` is not a list.",
    {
      kind: "option-wrong-type",
      optionPath: ["a"],
      expected: "a list",
      definitions: [{ file: "/x.nix" }],
    },
  ],
  [
    "The option `a` is defined both null and not null, in `/x.nix' and `/y.nix, via option b'.",
    {
      kind: "option-conflict",
      optionPath: ["a"],
      definitions: [{ file: "/x.nix" }, { file: "/y.nix" }],
    },
  ],
  [
    "The option `a' in `/x.nix' is already declared in `/y.nix'.",
    {
      kind: "option-conflict",
      optionPath: ["a"],
      definitions: [{ file: "/x.nix" }, { file: "/y.nix" }],
    },
  ],
  [
    "Cannot merge definitions of `a' given in `/x.nix' and `/y.nix'.",
    {
      kind: "option-conflict",
      optionPath: ["a"],
      definitions: [{ file: "/x.nix" }, { file: "/y.nix" }],
    },
  ],
  [
    'A definition for option `a."it\'s"\' is not of type `list of (one of "x", "y")\'. TypeError: no',
    {
      kind: "option-wrong-type",
      optionPath: ["a", "it's"],
      expected: 'list of (one of "x", "y")',
    },
  ],
  ...["", "In module `/x.nix', y"].map((start): [string, Reading] => [
    `${start === "" ? "Y" : start}ou're trying to ${start === "" ? "declare" : "define"} a value of type \`bool'
rather than an attribute${start === "" ? "-" : " "}set for the option
\`containers.web.services.openssh'!

This usually happens if \`services.openssh' has option
definitions inside that are not matched.`,
    {
      kind: "option-wrong-type",
      optionPath: ["containers", "web", "services", "openssh"],
      expected: `attribute${start === "" ? "-" : " "}set`,
      ...(start === "" ? {} : { definitions: [{ file: "/x.nix" }] }),
    },
  ]),
  ["Failed assertion: a must be b", { kind: "failed-assertions", items: ["a must be b"] }],
  ["Failed assertions:\n- a\n- b\n  c", { kind: "failed-assertions", items: ["a", "b\n  c"] }],
  ["The option is nice", undefined],
])("%s", (message, reading) => {
  expect(readModuleMessage(message)).toEqual(reading);
});
