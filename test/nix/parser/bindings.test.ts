import { describe, expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";
import type { Binding } from "../../../src/nix/syntax.js";

function bindingsOf(source: string): readonly Binding[] {
  const parsed = parseNix(source);
  if (parsed.kind !== "attribute-set" && parsed.kind !== "let") throw new TypeError(parsed.kind);
  return parsed.bindings;
}

test.each<[string, unknown[]]>([
  ["{ a.b = c; }", [{ kind: "binding", path: ["a", "b"] }]],
  ['{ "a b"."" = c; or = d; }', [{ path: ["a b", ""] }, { path: ["or"] }]],
  // Quotes and braces around a fixed name change nothing.
  ["{ ${\"a\"} = b; ${''c''} = d; }", [{ path: ["a"] }, { path: ["c"] }]],
  ['{ ${a}."b${c}" = d; }', [{ path: [{ kind: "interpolation" }, { kind: "string" }] }]],
  ['{ inherit a "b c" or; }', [{ kind: "inherit", names: ["a", "b c", "or"] }]],
  ["{ inherit (a.b) c; }", [{ kind: "inherit", names: ["c"], from: { kind: "select" } }]],
  ["let a = 1; in b", [{ path: ["a"] }]],
  ["{ }", []],
])("%s", (source, bindings) => {
  expect(bindingsOf(source)).toMatchObject(bindings);
});

test.each([
  ["{ a = b }", "expected `;`, found `}`"],
  ["{ a b = c; }", "expected `=`, found `b`"],
  ["{ 1 = a; }", "expected the name of an attribute, found `1`"],
  ["{ ''a'' = b; }", "expected the name of an attribute, found a string"],
  ["{ if = a; }", "expected the name of an attribute, found `if`"],
  ["{ inherit ${a}; }", "names after `inherit` must be fixed"],
  ['{ inherit "a${b}"; }', "names after `inherit` must be fixed"],
  ["let ${a} = 1; in b", "names in `let` must be fixed"],
  ["{ inherit (a b; }", "expected `)`, found `;`"],
])("%s: %s", (source, message) => {
  expect(() => parseNix(source)).toThrow(message);
});

describe("comments and empty lines", () => {
  const blank = { kind: "blank" };
  const line = (text: string): unknown => ({ kind: "line", text });
  test.each<[string, unknown[], unknown]>([
    [
      "{ # one\n a = 1; # two\n b = 2;\n}",
      [{ before: [line(" one")], after: "two" }, undefined],
      undefined,
    ],
    ["{\n\n\n a = 1;\n\n\n b = 2;\n\n}", [undefined, { before: [blank] }], undefined],
    [
      "{ a = 1;\n\n# one\n\n# two\nb = 2; }",
      [undefined, { before: [blank, line(" one"), blank, line(" two")] }],
      undefined,
    ],
    ["{ a = 1;\n\n# one\n\n}", [undefined], [blank, line(" one")]],
    ["{\n\n# one\n\n}", [], [line(" one")]],
    ["{ a = # one\n\n f # two\n x; }", [{ before: [line(" one"), line(" two")] }], undefined],
    [
      "{ a /* one */ . b = /* two */ 1 /* three */ ; /* four */ }",
      [{ before: [line(" one"), line(" two"), line(" three")], after: "four" }],
      undefined,
    ],
  ])("%j", (source, trivia, closing) => {
    expect(bindingsOf(source).map((one) => one.trivia)).toEqual(trivia);
    expect(Reflect.get(parseNix(source), "closing")).toEqual(closing);
  });
});
