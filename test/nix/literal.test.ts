import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { call, identifier } from "../../src/nix/build.js";
import { RealNix } from "./support/evaluate.js";
import { plainName, plainText, plainValue } from "./support/plain-values.js";
import { differing, sample } from "./support/sample.js";
import { describeWith } from "./support/tools.js";
import { converted, convertedWell, nix, printed, problemsIn } from "./support/values.js";

test.each([
  ["a", '"a"'],
  ["", '""'],
  ['"\\${x}\t', '"\\"\\\\\\${x}\\t"'],
  [0, "0"],
  [-0, "0"],
  [-1, "-1"],
  [1.5, "1.5"],
  [2 ** 53, "9007199254740992"],
  [9007199254740993n, "9007199254740993"],
  [true, "true"],
  [null, "null"],
  [[], "[ ]"],
  [{}, "{ }"],
  [[1], "[ 1 ]"],
  [[-1, "a"], '[\n  (-1)\n  "a"\n]'],
  [{ b: 1, a: undefined }, "{ b = 1; }"],
  [Object.create(null), "{ }"],
])("%j is written as %s", (value, text) => {
  expect(printed(value)).toBe(text);
});

describe("what is no value of Nix", () => {
  class Thing {
    readonly a = 1;
  }
  const named = (): undefined => undefined;
  const cyclic: { a: unknown[] } = { a: [] };
  cyclic.a.push(cyclic);
  test.each<[string, unknown, string, string]>([
    ["undefined", undefined, "NP301", "this is undefined, which is no value of Nix"],
    ["functions", named, "NP301", "this is the function `named`, which is no value of Nix"],
    ["symbols", Symbol("a"), "NP301", "this is a symbol, which is no value of Nix"],
    ["dates", new Date(0), "NP301", "this is a Date, which is no value of Nix"],
    ["maps", new Map(), "NP301", "this is a Map, which is no value of Nix"],
    ["instances", new Thing(), "NP301", "this is an instance of `Thing`, which is no value of Nix"],
    ["NaN", NaN, "NP302", "this is `NaN`, which Nix does not know"],
    ["infinity", -Infinity, "NP302", "this is `-Infinity`, which Nix does not know"],
    [
      "large floats",
      1e21,
      "NP302",
      "this is `1e+21`, which has more than the 64 bits of Nix's integers",
    ],
    [
      "large integers",
      2n ** 63n,
      "NP302",
      "this is `9223372036854775808`, which has more than the 64 bits of Nix's integers",
    ],
    ["NUL", "a\0", "NP303", "this string has a NUL character, which no Nix string can hold"],
    [
      "surrogates",
      "\ud83d",
      "NP303",
      "this string has half of a surrogate pair, which is no character",
    ],
    ["cycles", cyclic, "NP304", "this is `web` again: a value cannot contain itself"],
    ["gaps", [1, , 2], "NP305", "item 1 of this list is missing or undefined"],
  ])("%s", (_what, value, code, message) => {
    expect(problemsIn(value)).toEqual([[code, message]]);
  });

  test("all problems are found, each at its path", () => {
    const value = { a: [undefined, NaN], b: { c: "\0", "\0": 1 }, d: new Date(0) };
    expect(converted(value).problems.map(({ code, path }) => [code, path])).toEqual([
      ["NP305", ["web", "a", 0]],
      ["NP302", ["web", "a", 1]],
      ["NP303", ["web", "b", "\0"]],
      ["NP303", ["web", "b", "c"]],
      ["NP301", ["web", "d"]],
    ]);
  });

  test("an object may be there twice, but not within itself", () => {
    const shared = { a: 1 };
    expect(printed([shared, shared])).toBe("[\n  { a = 1; }\n  { a = 1; }\n]");
  });
});

describe("nesting", () => {
  const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level++) value = wrap(value);
    return value;
  };

  test.each<[string, (inner: unknown) => unknown]>([
    ["lists", (inner) => [inner]],
    ["sets", (inner) => ({ a: inner })],
    ["fragments", (inner) => nix`f ${inner}`],
    ["fragments in strings", (inner) => nix`"${inner === 1 ? "1" : inner}"`],
    ["sets in fragments in lists", (inner) => nix`[ ${{ a: [inner] }} ]`],
  ])("of %s has a limit, whatever the depth", (_what, wrap) => {
    expect(problemsIn(nested(40, wrap))).toEqual([]);
    // What is in a template has its place there.
    expect(problemsIn(nested(10_000, wrap)).map(([code, message]) => [code, message])).toEqual([
      ["NP306", "this is nested more than 200 levels deep"],
    ]);
  });
});

const nixProgram = new RealNix();
afterAll(() => {
  nixProgram.remove();
});

describeWith("nix-instantiate")("what Nix reads is what was written", () => {
  const actual = (values: readonly unknown[]): unknown[] =>
    nixProgram.evaluateAll(values.map(convertedWell));

  test("strings", () => {
    const values = sample(plainText, 4000);
    expect(differing(values, actual(values))).toEqual([]);
  });

  test("names", () => {
    const values = sample(plainName, 2000).map((name) =>
      Object.fromEntries([[name, { [`${name}x`]: 1, "b-c": name }]]),
    );
    expect(differing(values, actual(values))).toEqual([]);
  });

  test("nested values", () => {
    const values = sample(plainValue, 2000);
    expect(differing(values, actual(values))).toEqual([]);
  });

  test("integers of 64 bits", () => {
    const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];
    const values = [0n, -1n, least, least + 1n, most, ...sample(fc.bigInt(least, most), 500)];
    const texts = values.map((value) => call(identifier("toString"), convertedWell(value)));
    expect(differing(values.map(String), nixProgram.evaluateAll(texts))).toEqual([]);
  });
});
