import { expect, test } from "@jest/globals";
import { Lexer } from "../../src/nix/lexer.js";
import { plainSource } from "../../src/nix/source.js";

/** All tokens of a source without strings and paths of several parts, as kind and text. */
function tokens(source: string): string[] {
  const lexer = new Lexer(plainSource(source));
  const found: string[] = [];
  for (let offset = 0; ;) {
    const token = lexer.read(offset);
    if (token.kind === "end") return found;
    found.push(`${token.kind} ${token.text}`);
    offset = token.end;
  }
}

test.each([
  [
    "a-b' _ or or' if",
    ["identifier a-b'", "identifier _", "keyword or", "identifier or'", "keyword if"],
  ],
  [
    "1 01 1.5 .5 1. 0.5 00.5 1e3",
    [
      "integer 1",
      "integer 01",
      "float 1.5",
      "float .5",
      "float 1.",
      "float 0.5",
      "integer 00",
      "float .5",
      "integer 1",
      "identifier e3",
    ],
  ],
  ["1.5e3 1.e-3", ["float 1.5e3", "float 1.e-3"]],
  [
    "a.b a .b ...",
    [
      "identifier a",
      "punctuation .",
      "identifier b",
      "identifier a",
      "punctuation .",
      "identifier b",
      "punctuation ...",
    ],
  ],
  ["./a a/b /c ~/d 1/2", ["path ./a", "path a/b", "path /c", "path ~/d", "path 1/2"]],
  [
    "a / b a/ b",
    [
      "identifier a",
      "punctuation /",
      "identifier b",
      "identifier a",
      "punctuation /",
      "identifier b",
    ],
  ],
  [
    "a//b a ->b !a",
    [
      "identifier a",
      "punctuation //",
      "identifier b",
      "identifier a",
      "punctuation ->",
      "identifier b",
      "punctuation !",
      "identifier a",
    ],
  ],
  ["<a/b> <a <=", ["search-path <a/b>", "punctuation <", "identifier a", "punctuation <="]],
  ["x:y x: y", ["uri x:y", "identifier x", "punctuation :", "identifier y"]],
  [
    "a&&b||c==d!=e",
    [
      "identifier a",
      "punctuation &&",
      "identifier b",
      "punctuation ||",
      "identifier c",
      "punctuation ==",
      "identifier d",
      "punctuation !=",
      "identifier e",
    ],
  ],
  ["-1 a-1", ["punctuation -", "integer 1", "identifier a-1"]],
])("%s", (source, expected) => {
  expect(tokens(source)).toEqual(expected);
});

test("comments and empty lines are with the token after them", () => {
  const lexer = new Lexer(plainSource("a # one\n\n/* two\n  three */ /**/ b"));
  const { end } = lexer.read(0);
  expect(lexer.read(end)).toMatchObject({
    text: "b",
    blankBefore: false,
    comments: [
      { comment: { kind: "line", text: " one" }, sameLine: true, blankBefore: false },
      { comment: { kind: "block", lines: ["two", "three"] }, sameLine: false, blankBefore: true },
    ],
  });
});
