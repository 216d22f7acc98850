import { expect, test } from "@jest/globals";
import { describeValue } from "../../src/nix/describe-value.js";

class Thing {
  readonly a = 1;
}

test.each<[unknown, string, string | undefined]>([
  [undefined, "undefined", "leave the option out, or write null"],
  [() => 1, "a function", "call it, or write nix`…` for a function of Nix"],
  [parseInt, "the function `parseInt`", "call it, or write nix`…` for a function of Nix"],
  [Symbol.iterator, "a symbol", "write a string"],
  [new Date(0), "a Date", "write the date as a string: `date.toISOString()`"],
  [new Map(), "a Map", "make it an object: `Object.fromEntries(map)`"],
  [new Set(), "a Set", "make it an array: `[...set]`"],
  [Promise.resolve(), "a promise", "put `await` before it"],
  [/a/, "a regular expression", "write its source as a string"],
  [new Error("a"), "an Error", undefined],
  [new Thing(), "an instance of `Thing`", "write a plain object: `{ ...value }`"],
  [Object.create({}), "an instance of `Object`", "write a plain object: `{ ...value }`"],
  [
    Object.create(Object.create(null) as object),
    "no plain object",
    "write a plain object: `{ ...value }`",
  ],
])("%s is %s", (value, what, hint) => {
  expect(describeValue(value)).toEqual(hint === undefined ? { what } : { what, hint });
});
