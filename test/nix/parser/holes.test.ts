import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { anyName } from "../support/arbitraries.js";
import { RealNix } from "../support/evaluate.js";
import { plainText, plainValue } from "../support/plain-values.js";
import { differing, sample } from "../support/sample.js";
import { describeWith } from "../support/tools.js";
import {
  converted,
  convertedWell,
  nix,
  nixFromRaw,
  printed,
  problemsIn,
} from "../support/values.js";

/** Places for a text that are a part of a string: what is before and after the hole, in template and value. */
const inStrings = [
  ['"', '"', "", ""],
  ['"a', 'b"', "a", "b"],
  ['"\\$', '{x}"', "$", "{x}"],
  ['"$$', '"', "$$", ""],
  ['"\\\\', '"', "\\", ""],
  ['"\\"', '\\""', '"', '"'],
  ["''", "''", "", ""],
  ["'''", " ''", "'", " "],
  ["''$$", "{x}''", "$$", "{x}"],
  ["''''$", "{x}''", "$", "{x}"],
  ["'''''", " ''", "''", " "],
  ["''\n    a\n      ", "\n    b\n  ''", "a\n  ", "\nb\n"],
  ["''\n  ", "\n''", "", "\n"],
  ['"<${"', '"}>"', "<", ">"],
] as const;

/** Places for any value: what is before and after it. */
const inExpressions = [
  ["", ""],
  ["(", ")"],
  ["{ a = ", "; }.a"],
  ["builtins.head [ ", " ]"],
  ["(x: x) ", ""],
  ["let a = ", "; in a"],
  ["({ a ? ", " }: a) { }"],
  ["if true then ", " else 1"],
  ["{ }.a or ", ""],
  ["(x: assert x == x; x)", ""],
  ["# a comment\n", " # another\n"],
  ["/* a */", "/* b */"],
] as const;

/** Places for the name of an attribute; all of it is the value at the name. */
const inNames = [
  ["{ ", " = 1; }"],
  ['{ "', '" = 1; }'],
  ["{ inherit ({ ", " = 1; }) ", "; }"],
  ["let s.", " = 1; in s"],
  ["builtins.mapAttrs (n: v: v) { ", " = 1; }"],
] as const;

const nixProgram = new RealNix();
afterAll(() => {
  nixProgram.remove();
});

function template(pieces: readonly string[], value: unknown): unknown {
  return nixFromRaw(
    pieces.map((piece) => piece.replaceAll("${", "\\${")),
    Array.from({ length: pieces.length - 1 }, () => value),
  );
}

describeWith("nix-instantiate")("nothing breaks out of", () => {
  test.each(inStrings)("%j%j", (before, after, start, end) => {
    const values = sample(plainText, 300);
    const actual = nixProgram.evaluateAll(
      values.map((value) => convertedWell(template([before, after], value))),
    );
    expect(
      differing(
        values.map((value) => start + value + end),
        actual,
      ),
    ).toEqual([]);
  });

  test.each(inExpressions)("%j%j", (before, after) => {
    const values = sample(plainValue, 300);
    const actual = nixProgram.evaluateAll(
      values.map((value) => convertedWell(template([before, after], value))),
    );
    expect(differing(values, actual)).toEqual([]);
  });

  test.each(inNames)("%j%j%j", (...pieces) => {
    const names = sample(
      anyName.filter((name) => !["outPath", "__toString"].includes(name) && !name.includes("\0")),
      300,
    );
    const actual = nixProgram.evaluateAll(
      names.map((name) => convertedWell(template(pieces.filter(isText), name))),
    );
    expect(
      differing(
        names.map((name) => Object.fromEntries([[name, 1]])),
        actual,
      ),
    ).toEqual([]);
  });

  test("holes side by side in strings", () => {
    const values = sample(fc.tuple(plainText, plainText), 500);
    const templates = values.map(([one, other]) => [
      nix`"${one}${other}"`,
      nix`''${other}${one}''`,
    ]);
    const expected = values.map(([one, other]) => [one + other, other + one]);
    expect(differing(expected, nixProgram.evaluateAll(templates.map(convertedWell)))).toEqual([]);
  });
});

function isText(piece: unknown): piece is string {
  return typeof piece === "string";
}

describe("a value cannot stand", () => {
  const comment = "this is no Nix: a value cannot be put into a comment";
  const path =
    'this is no Nix: a value cannot be put into a path; use `file(…)`, or write `./. + "/…"`';
  const touches =
    "this is no Nix: a value cannot run into what is beside it: put a blank between them, or both in a string";
  test.each([
    ["in a comment", nix`1 # ${"\n"}`, comment, "1:5"],
    ["in a block comment", nix`/* ${"*/"} */ 1`, comment, "1:4"],
    ["in a path", nix`./a/${"b"}`, path, "1:5"],
    ["in a path from the root", nix`/${"b"}`, path, "1:2"],
    ["after a word", nix`[ a${"b"} ]`, touches, "1:4"],
    ["after a number", nix`1.${"b"}`, touches, "1:3"],
    ["after a URI", nix`http://${"b"}`, touches, "1:8"],
    ["after a string", nix`[ "a"${"b"} ]`, touches, "1:6"],
    ["after a ''…'' string", nix`[ ''a''${"b"} ]`, touches, "1:8"],
    ["after another", nix`[ ${"a"}${"b"} ]`, touches, "1:3"],
    ["before a word", nix`[ ${"a"}b ]`, touches, "1:3"],
    ["before a path", nix`${"a"}/b`, touches, "1:1"],
    ["before a word in a name", nix`{ ${"a"}b = 1; }`, touches, "1:3"],
    ["glued to the name of a package", nix`pkgs.python${3}`, touches, "1:12"],
    ["before a fraction", nix`${1}.5`, touches, "1:1"],
    ["between two with a dash", nix`${"a"}-${"b"}`, touches, "1:1"],
    ["between two with a slash", nix`${"a"}/${"b"}`, touches, "1:1"],
    ["in the name of a parameter", nix`a${1}: a`, touches, "1:2"],
    ["after a colon, as in an address", nix`mailto:${"a"}`, touches, "1:8"],
    ["before a colon, as in an address", nix`${"http"}://x`, touches, "1:1"],
    ["after an address", nix`https://x${"y"}`, touches, "1:10"],
    ["in a search path", nix`<nix${"x"}>`, touches, "1:5"],
    ["as a search path", nix`<${"x"}>`, touches, "1:2"],
    ["after a search path", nix`<nixpkgs>${"x"}`, touches, "1:10"],
    ["in a path after an interpolation", nix`./a\${b}${"c"}`, path, "1:9"],
    ["in a path of the home", nix`~/${"x"}`, path, "1:3"],
    ["after a path", nix`/etc/x${1}`, path, "1:7"],
    ["before a string", nix`f ${"a"}"b"`, touches, "1:3"],
    ["after a keyword", nix`if a then${1} else 2`, touches, "1:10"],
    ["before a keyword", nix`if ${true}then 1 else 2`, touches, "1:4"],
    ["in a comment without an end", nix`1 /* ${"*/"}`, comment, "1:6"],
    [
      "after a dollar of a string",
      nix`"$${"x"}"`,
      "this is no Nix: a value cannot follow a `$` in a string, where Nix takes `$${` for text",
      "1:3",
    ],
    [
      "after a dollar of a ''…'' string",
      nix`''a $${"x"}''`,
      "this is no Nix: a value cannot follow a `$` in a string, where Nix takes `$${` for text",
      "1:6",
    ],
    [
      "after a backslash that escapes",
      nixFromRaw(["''''\\", "''"], ["x"]),
      "this is no Nix: a value cannot follow a backslash",
      "1:6",
    ],
    [
      "after a dollar",
      nixFromRaw(["a.$", ""], ["x"]),
      "this is no Nix: a value cannot follow `$`",
      "1:4",
    ],
    ["before a sign", nix`${"x"}~`, "this is no Nix: a value cannot stand before `~`", "1:1"],
    [
      "as a parameter",
      nix`${"x"}: 1`,
      "this is no Nix: expected the name of a parameter, found a value from TypeScript",
      "1:1",
    ],
    [
      "as one of several parameters",
      nix`{ ${"x"}, y }: 1`,
      "this is no Nix: expected the name of a parameter, found a value from TypeScript",
      "1:3",
    ],
    [
      "as the name of all parameters",
      nix`{ x }@${"y"}: 1`,
      "this is no Nix: expected a name, found a value from TypeScript",
      "1:7",
    ],
  ])("%s", (_where, fragment, message, place) => {
    expect(problemsIn(fragment)).toEqual([["NP308", message, place]]);
  });

  test.each([
    [nix`pkgs.python${3}`, 'write the name of the attribute in quotes: `."python${…}"`'],
    [
      nix`foo${1}`,
      'for a text write `"foo${…}"`, for a call `foo ${…}`, for an attribute `set."foo${…}"`',
    ],
    [nix`${1}foo`, 'for a text write `"${…}foo"`, for two things `${…} foo`'],
    [nix`${"a"}-${"b"}`, 'for an operation put blanks around `-`; for a text write `"${…}-${…}"`'],
    [nix`${"a"}/b`, 'for a text write `"${…}/b"`; for a path behind a path, `${…} + "/b"`'],
    [nix`x:${1}`, 'for an address write `"x:${…}"`; for a function put a blank after the `:`'],
    [nix`''a''${1}`, "put the value between the quotes; for Nix's own `''${` write `''\\${`"],
    [
      nix`"$${1}"`,
      "for a dollar sign before the value write `\\$${…}`; for the text `${` of Nix's own `$${` write `$\\${`",
    ],
  ])("%#: with a hint", (fragment, hint) => {
    expect(converted(fragment).problems).toMatchObject([{ code: "NP308", hint }]);
  });

  test.each([
    ["null", null, "null"],
    ["a boolean", true, "`true`"],
    ["a list", [], "an array"],
    ["a set", {}, "an object"],
  ])("in a string: %s", (_what, value, words) => {
    expect(problemsIn(nix`[ "${1}" "a${value}" ]`)).toEqual([
      ["NP309", `${words} cannot be put into a string of Nix`, "2:5"],
    ]);
  });

  test.each([
    ["a number", 5, "the number 5"],
    ["undefined", undefined, "undefined"],
  ])("as a name: %s", (_what, value, words) => {
    expect(problemsIn(nix`{ a.${value} = 1; }`)).toEqual([
      [
        "NP309",
        `the name of an attribute is a string or a Nix expression; this is ${words}`,
        "1:5",
      ],
    ]);
  });

  test.each([
    [nix`let ${nix`a`} = 1; in 2`, "1:5"],
    [nix`{ inherit (s) ${nix`a`}; }`, "1:15"],
  ])("an expression as a name that must be fixed", (fragment, place) => {
    const message = "the name of an attribute here is a string; this is a Nix expression";
    expect(problemsIn(fragment)).toEqual([["NP309", message, place]]);
  });

  test("with NUL or half a character", () => {
    expect(problemsIn(nix`{ ${"\0"} = "${"\ud83d"}"; }`)).toEqual([
      [
        "NP303",
        "the name of an attribute has a NUL character, which no Nix string can hold",
        "1:3",
      ],
      ["NP303", "this string has half of a surrogate pair, which is no character", "2:5"],
    ]);
  });
});

test.each([
  [nix`f ${-1} ${[-1]}`, "f (-1) [ (-1) ]"],
  [nix`${{ a: 1 }}.a`, "{ a = 1; }.a"],
  [nix`-${1}+${2}`, "-1 + 2"],
  [nix`a.${"x y"}.${"z"} or ${"w"}`, 'a."x y".z or "w"'],
  [nix`"${1} ${2n} ${0.5} ${nix`a b`}"`, '"1 2 0.5 ${a b}"'],
  [nix`${"a"} - ${"b"} / ${3}`, '"a" - "b" / 3'],
  [nix`a.${"b"} -1`, "a.b - 1"],
  [nix`a.${"b"}.c or ${1}`, "a.b.c or 1"],
  [nix`{ ${nix`a.b`} = 1; }`, "{ ${a.b} = 1; }"],
  [nix`a.${nix`b or c`}.d ? ${nix`"x\${e}"`}`, 'a.${b or c}.d ? ${"x${e}"}'],
  [nix`s.${nix`"b"`}.${nix`"c d"`}`, 's.b."c d"'],
  [nix`x: ${1}`, "x: 1"],
  [nix`g ${nix`f 1`} or 2`, "g ((f 1) or) 2"],
  [nix`{ a }:${1}`, "{ a }:\n1"],
  [nix`(f)${1}`, "f 1"],
  [nix`${nix`f`}(${1})`, "f 1"],
  [nix`!${true}&&${false}`, "!true && false"],
  [nix`{a=${1};inherit ${"x y"};}`, '{\n  a = 1;\n  inherit "x y";\n}'],
  [nix`"\$${1} \$\{x} $$${2}"`, '"$1 \\${x} $$2"'],
  [nix`"${nix`"${"x"}"`}"`, `"\${"x"}"`],
])("%#: what is put in stays what it is", (fragment, text) => {
  expect(printed(fragment)).toBe(text);
});
