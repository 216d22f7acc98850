import { expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";

function parameterOf(source: string): unknown {
  const parsed = parseNix(source);
  return parsed.kind === "lambda" ? parsed.parameter : parsed.kind;
}

const line = (text: string): unknown => ({ kind: "line", text });

test.each<[string, unknown]>([
  ["{ }: a", { formals: [], ellipsis: false }],
  ["{ ... }: a", { formals: [], ellipsis: true }],
  ["{ a, b, }: a", { formals: [{ name: "a" }, { name: "b" }], ellipsis: false }],
  ["{ a ? 1, ... }: a", { formals: [{ name: "a", default: { value: 1n } }], ellipsis: true }],
  ["{ a ? { }: b }: c", { formals: [{ name: "a", default: { kind: "lambda" } }] }],
  // What starts like formals and is a set.
  ["{ }", "attribute-set"],
  ["{ a = 1; }", "attribute-set"],
  ["{ inherit a; }", "attribute-set"],
  [
    "{ # one\n a, # two\n # three\n b # four\n, # five\n c ? 1 # six\n, ... # seven\n }: a",
    {
      formals: [
        { name: "a", trivia: { before: [line(" one")], after: "two" } },
        { name: "b", trivia: { before: [line(" three")], after: "four" } },
        { name: "c", trivia: { before: [line(" five")], after: "six" } },
      ],
      closing: [line(" seven")],
    },
  ],
  ["{ a, # one\n }: a", { formals: [{ name: "a", trivia: { after: "one" } }] }],
  ["{ # one\n }: a", { formals: [], closing: [line(" one")] }],
])("%j", (source, parameter) => {
  if (typeof parameter === "string") expect(parameterOf(source)).toBe(parameter);
  else expect(parameterOf(source)).toMatchObject(parameter as object);
});

test.each([
  ["{ a b }: c", "expected `=`, found `b`"],
  ["{ a, 1 }: c", "expected the name of a parameter, found `1`"],
  ["{ ..., a }: c", "expected `}`, found `,`"],
  ["{ a ? }: c", "expected an expression, found `}`"],
  ["{ a, }", "expected `:`, found the end"],
])("%s: %s", (source, message) => {
  expect(() => parseNix(source)).toThrow(message);
});
