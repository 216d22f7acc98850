import { expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";

const name = (text: string): unknown => ({ kind: "identifier", name: text });

test.each<[string, unknown]>([
  ["a: b: c", { kind: "lambda", parameter: { kind: "name", name: "a" }, body: { kind: "lambda" } }],
  [
    "{ a }: b",
    { kind: "lambda", parameter: { kind: "formals", formals: [{ name: "a" }], ellipsis: false } },
  ],
  ["a@{ ... }: b", { parameter: { formals: [], ellipsis: true, as: "a" } }],
  ["{ ... }@a: b", { parameter: { as: "a", asLast: true } }],
  ["let a = 1; in b c", { kind: "let", bindings: [{ path: ["a"] }], body: { kind: "call" } }],
  [
    "let { body = a; }",
    { kind: "select", target: { kind: "attribute-set", recursive: true }, path: ["body"] },
  ],
  ["with a; b + c", { kind: "with", scope: name("a"), body: { kind: "binary" } }],
  ["assert a; b", { kind: "assert", condition: name("a"), body: name("b") }],
  [
    "if a then b else c",
    { kind: "if", condition: name("a"), consequence: name("b"), alternative: name("c") },
  ],
  // These reach as far to the right as they can.
  ["x: x + y", { kind: "lambda", body: { kind: "binary" } }],
  ["if a then b else c + d", { kind: "if", alternative: { kind: "binary" } }],
  ["(x: x) + y", { kind: "binary", left: { kind: "lambda" } }],
  ["rec { }", { kind: "attribute-set", recursive: true, bindings: [] }],
])("%s", (source, tree) => {
  expect(parseNix(source)).toMatchObject(tree as object);
});

test.each([
  ["a: ", "expected an expression, found the end"],
  ["a@b: c", "expected `{`, found `b`"],
  ["{ a }@: b", "expected a name, found `:`"],
  ["a + x: x", "expected the end, found `:`"],
  ["a + let b = 1; in b", "expected an expression, found `let`"],
  ["let a = 1; b", "expected `=`, found the end"],
  ["if a then b", "expected `else`, found the end"],
  ["with a b", "expected `;`, found the end"],
  ["{ a, a }: b", "the parameter `a` is there twice"],
  ["a@{ a }: b", "the parameter `a` is there twice"],
])("%s: %s", (source, message) => {
  expect(() => parseNix(source)).toThrow(message);
});
