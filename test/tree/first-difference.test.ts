import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { firstDifference } from "../../src/tree/first-difference.js";

test.each<[string, string, object | undefined]>([
  ["a\nb\n", "a\nb\n", undefined],
  ["a\r\nb\r\n", "a\nb\n", undefined],
  ["a\nxb\n", "a\nxc\n", { line: 2, column: 2 }],
  ["a\nb\nc\n", "a\nc\n", { line: 2, column: 1 }],
  ["a\n", "a\nb\n", { line: 2, column: 1 }],
  ["a", "a\nb", { line: 1, column: 2 }],
])("%j in place of %j", (text, wanted, expected) => {
  expect(firstDifference(text, wanted)).toEqual(expected);
});

test("one changed letter is found where it is", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), fc.nat(), (given, row, at) => {
      const lines = given.map((line) => line.replace(/[\r\n]/g, ""));
      const line = row % lines.length;
      const column = at % ((lines[line] ?? "").length + 1);
      const changed = lines.map((one, index) =>
        index === line ? `${one.slice(0, column)}\0${one.slice(column)}` : one,
      );
      expect(firstDifference(changed.join("\n"), lines.join("\n"))).toEqual({
        line: line + 1,
        column: column + 1,
      });
    }),
  );
});
