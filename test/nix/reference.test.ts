import { describe, expect, test } from "@jest/globals";
import { fileAt, nix, printed, problemsIn, reference } from "./support/values.js";

describe("references are written as", () => {
  test.each([
    [reference("pkgs"), "pkgs"],
    [reference("pkgs", "a", "b-c"), "pkgs.a.b-c"],
    [reference("pkgs", "a b", "if"), 'pkgs."a b"."if"'],
    [reference("lib", "f", []), "lib.f"],
    [reference("lib", "f", [1], ["a", [2]]), 'lib.f 1 "a" [ 2 ]'],
    [reference("lib", "f", [-1], "a", [{ b: 1 }], "c"), "((lib.f (-1)).a { b = 1; }).c"],
    [reference("lib", "f", [reference("config", "a")]), "lib.f config.a"],
    [reference("lib", "f", [nix`x: x`, fileAt("./a b")]), 'lib.f (x: x) (/project + "/a b")'],
  ])("%#: %s", (value, text) => {
    expect(printed(value)).toBe(text);
  });
});

test.each(["a b", "", "if", "or", "a; b", "1", "${a}"])(
  "a variable cannot be called %j",
  (root) => {
    expect(problemsIn({ a: reference(root, "b") })).toEqual([
      ["NP309", `no variable of Nix can have the name \`${root}\``],
    ]);
  },
);

test("bad names and too many arguments are problems", () => {
  expect(problemsIn(reference("pkgs", "a\0", "b"))).toEqual([
    ["NP303", "the name of an attribute has a NUL character, which no Nix string can hold"],
  ]);
  expect(problemsIn(reference("lib", "f", ...Array.from({ length: 300 }, () => [1])))).toEqual([
    ["NP306", "this call has more than 250 arguments"],
  ]);
  expect(problemsIn(reference("lib", "f", [NaN], [undefined])).map(([code]) => code)).toEqual([
    "NP302",
    "NP301",
  ]);
});
