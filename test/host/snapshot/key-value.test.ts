import { expect, test } from "@jest/globals";
import { keyAndValue, keyValues } from "../../../src/host/snapshot/key-value.js";

test.each([
  ["ActiveState=active", ["ActiveState", "active"]],
  ["A=b=c", ["A", "b=c"]],
  ["A=", ["A", ""]],
  ["=b", ["", "b"]],
  ["A", undefined],
  ["", undefined],
])("%j", (text, expected) => {
  expect(keyAndValue(text)).toEqual(expected);
});

test("of several, what has no `=` is left out, and the last of a key counts", () => {
  expect([...keyValues(["A=1", "", "B", "A=2", "C=3"])]).toEqual([
    ["A", "2"],
    ["C", "3"],
  ]);
});
