import { expect, test } from "@jest/globals";
import { readTrivia } from "../../src/nix/trivia.js";

test.each<[string, unknown]>([
  ["# a \n", { kind: "line", text: " a" }],
  ["#a", { kind: "line", text: "a" }],
  ["#", { kind: "line", text: "" }],
  ["/* a */", { kind: "line", text: " a" }],
  ["/** a */", { kind: "block", documentation: true, lines: ["a"] }],
  ["/*\n  a\n*/", { kind: "line", text: " a" }],
  ["/* a\n   b */", { kind: "block", documentation: false, lines: ["a", "b"] }],
  ["/**\n  a\n\n    b\n*/", { kind: "block", documentation: true, lines: ["a", "", "  b"] }],
  ["/* a\r\n * b\r\n */", { kind: "block", documentation: false, lines: ["a", "b"] }],
  ["/**\n * a\n *   b\n */", { kind: "block", documentation: true, lines: ["a", "  b"] }],
  ["/*\n* a\n * b\n*/", { kind: "block", documentation: false, lines: ["* a", " * b"] }],
  ["/* a # b /* c */", { kind: "line", text: " a # b /* c" }],
])("%j", (source, comment) => {
  const { comments, end } = readTrivia(source, 0);
  expect(comments.map((one) => one.comment)).toEqual([comment]);
  expect(end).toBe(source.length);
});

test.each(["", " \n\t\r\n", "/**/", "/* */", "/*\n\n*/"])("%j is nothing", (source) => {
  expect(readTrivia(`${source}a`, 0)).toMatchObject({ comments: [], end: source.length });
});

test("what is on the line of the token before, and what an empty line sets apart", () => {
  const { comments, blankBefore } = readTrivia("a # b\n# c\n\n# d\n \n", 1);
  expect(comments.map(({ sameLine, blankBefore: apart }) => [sameLine, apart])).toEqual([
    [true, false],
    [false, false],
    [false, true],
  ]);
  expect(blankBefore).toBe(true);
});

test("a comment needs an end, and has no values in it", () => {
  expect(() => readTrivia(" /* a", 0)).toThrow("this comment has no end");
  expect(() => readTrivia("# a\0", 0)).toThrow("a value cannot be put into a comment");
});

test.each([
  ["/* bash */''", "bash"],
  ['/*c++*/ \t"', "c++"],
  ["/* .ts */\n  ''", ".ts"],
  ["/* bash */ a", undefined],
  ["/* two words */ ''", undefined],
  ["/** bash */ ''", undefined],
  ["/*\nbash */ ''", undefined],
  ["# bash\n''", undefined],
  [`/* ${"x".repeat(31)} */ ''`, undefined],
])("%j names the language %p", (source, language) => {
  expect(readTrivia(source, 0).comments.at(-1)?.language).toBe(language);
});
