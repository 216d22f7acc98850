import { expect, test } from "@jest/globals";
import { NixSyntaxError, parseNix } from "../../../src/nix/parser.js";

/** The name that Nix would say is defined twice. */
function twice(source: string): string | undefined {
  try {
    parseNix(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    return /^`(.*)` is defined twice$/.exec(error.message)?.[1];
  }
}

test.each([
  ["{ a = 1; a = 2; }", "a"],
  ["{ a.b = 1; a.b = 2; }", "a.b"],
  ["{ a = 1; a.b = 2; }", "a"],
  ["{ a.b = 1; a = 2; }", "a"],
  ["{ a.b.c = 1; a.b = 2; }", "a.b"],
  ["{ a = { b = 1; }; a.b = 2; }", "a.b"],
  ["{ a.b = 1; a = { b = 2; }; }", "a.b"],
  ["{ a = { b = 1; }; a = { c = 1; b = 2; }; }", "a.b"],
  ["{ a = { b.c = 1; }; a.b.c = 2; }", "a.b.c"],
  ["{ inherit a; a = 1; }", "a"],
  ["{ inherit a a; }", "a"],
  ["{ inherit (a) b; inherit b; }", "b"],
  ['{ a = 1; "a" = 2; }', "a"],
  ['{ a = 1; ${"a"} = 2; }', "a"],
  ["let a = 1; a = 2; in a", "a"],
  ["{ a = x: 1; a.b = 2; }", "a"],
])("%s: %s", (source, name) => {
  expect(twice(source)).toBe(name);
});

test.each([
  "{ a.b = 1; a.c = 2; }",
  "{ a = { b = 1; }; a.c = 2; }",
  "{ a.b = 1; a = { c = 2; }; }",
  "{ a = { b = 1; }; a = { c = 2; }; }",
  "{ a.b.c = 1; a.b.d = 2; a.e = 3; }",
  // Computed names are compared when they are known.
  "{ ${a} = 1; ${a} = 2; a = 3; }",
  "{ a.${b} = 1; a.b = 2; }",
  "{ constructor = 1; __proto__ = 2; toString = 3; }",
])("%s has none", (source) => {
  expect(twice(source)).toBeUndefined();
  expect(() => parseNix(source)).not.toThrow();
});
