import { expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";

const name = (text: string): unknown => ({ kind: "identifier", name: text });

test.each<[string, unknown]>([
  ["a", name("a")],
  ["007", { kind: "integer", value: 7n }],
  ["9223372036854775807", { kind: "integer", value: 9223372036854775807n }],
  ["1.5e3", { kind: "float", value: 1500 }],
  [".5", { kind: "float", value: 0.5 }],
  ["0.0", { kind: "float", value: 0 }],
  ["<nixpkgs/lib>", { kind: "search-path", path: "nixpkgs/lib" }],
  ["./a", { kind: "path", parts: ["./a"] }],
  ["x:y", { kind: "string", style: "quoted", parts: ["x:y"] }],
  ["f a b", { kind: "call", callee: name("f"), arguments: [name("a"), name("b")] }],
  ["(f a) b", { kind: "call", callee: name("f"), arguments: [name("a"), name("b")] }],
  ["f (a b)", { kind: "call", callee: name("f"), arguments: [{ kind: "call" }] }],
  ["a.b.c", { kind: "select", target: name("a"), path: ["b", "c"] }],
  ["a.b or c", { kind: "select", path: ["b"], fallback: name("c") }],
  ["(a.b).c", { kind: "select", target: { kind: "select" }, path: ["c"] }],
  // `or` as a variable, from before it was a keyword.
  ["f or", { kind: "call", callee: name("f"), arguments: [name("or")] }],
  [
    "(f a) or",
    {
      kind: "call",
      callee: { kind: "call", callee: name("f"), arguments: [name("a")] },
      arguments: [name("or")],
    },
  ],
  ["[ a b.c (d e) ]", { kind: "list", items: [name("a"), { kind: "select" }, { kind: "call" }] }],
  ["[ { } rec { } [ ] ]", { items: [{ recursive: false }, { recursive: true }, { kind: "list" }] }],
  [
    "[\n a # one\n\n b\n # two\n]",
    {
      items: [{ trivia: { after: "one" } }, { trivia: { before: [{ kind: "blank" }] } }],
      closing: [{ text: " two" }],
    },
  ],
])("%j", (source, tree) => {
  expect(parseNix(source)).toMatchObject(tree as object);
});

test.each([
  ["9223372036854775808", "9223372036854775808 is too large: integers of Nix have 64 bits"],
  ["1.0e400", "1.0e400 is no number that Nix can hold"],
  ["1.0e-400", "1.0e-400 is no number that Nix can hold"],
  ["()", "expected an expression, found `)`"],
  ["(a", "expected `)`, found the end"],
  ["[ a: b ]", "expected `]`, found `:`"],
  ["[ if a then b else c ]", "expected `]`, found `if`"],
  ["a.", "expected the name of an attribute, found the end"],
  ["a.b or", "expected an expression, found the end"],
  ["./a/", "a path cannot end in a slash"],
  ["\0", "there is a NUL character"],
])("%j: %s", (source, message) => {
  expect(() => parseNix(source)).toThrow(message);
});
