import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { Expression, Trivia } from "../../../src/nix/syntax.js";
import { anyExpression, anyName, anyText } from "../support/arbitraries.js";
import { converted, fileAt, reference } from "../support/values.js";

const { printFile } = await import("../../../src/nix/printer.js");
jest.resetModules();
const never = (): boolean => false;
jest.unstable_mockModule("../../../src/nix/printer/data.js", () => ({
  writeBinding: never,
  writeListItem: never,
}));
const { printFile: printByDocuments } = await import("../../../src/nix/printer.js");

const options = { directory: "/project", header: ["Generated."] };

/** Printed with and without the short way for plain data; marks too. */
function bothWays(expression: Expression): void {
  const { text, marks } = printFile(expression, options);
  const expected = printByDocuments(expression, options);
  expect(text).toBe(expected.text);
  expect(marks).toEqual(expected.marks);
}

const long = fc.integer({ min: 10, max: 110 }).map((length) => "long".repeat(30).slice(0, length));
const name = fc.oneof(
  anyName.filter((one) => !one.includes("\0")),
  long,
  fc.constantFrom("/srv/www", "a b", "site.example.org"),
);
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    anyText.filter((text) => !text.includes("\0")),
    long,
    fc.integer(),
    fc.constantFrom(null, true, 1.5, 2n ** 62n),
    fc.constantFrom(reference("pkgs", "curl"), reference("pkgs", "a b", "c"), fileAt("./web.nix")),
    name.map((one) => reference("lib", one)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 3 }).map(Object.fromEntries),
  ),
})).value;

test("plain data is written as its documents would be laid out", () => {
  fc.assert(
    fc.property(data, (value) => {
      bothWays(converted({ a: value, b: [value, value] }).expression);
    }),
    { numRuns: 1500 },
  );
});

test("and so is plain data among everything else", () => {
  fc.assert(fc.property(anyExpression, bothWays), { numRuns: 1500 });
});

test.each([
  { before: [{ kind: "line", text: " why" }] },
  { before: [{ kind: "blank" }] },
  { before: [{ kind: "blank" }, { kind: "line", text: " why" }], after: "so" },
] as const satisfies readonly Trivia[])(
  "comments and empty lines keep their place: %j",
  (trivia) => {
    const one: Expression = { kind: "integer", value: 1n };
    const commented: Expression = { ...one, trivia };
    const bound = (value: Expression, more?: Trivia): Expression => ({
      kind: "attribute-set",
      recursive: false,
      bindings: [
        { kind: "binding", path: ["a"], value: one },
        { kind: "binding", path: ["b"], value, ...(more === undefined ? {} : { trivia: more }) },
      ],
    });
    const listOf = (...items: Expression[]): Expression => ({ kind: "list", items });
    const inner = [commented, listOf(commented), bound(commented), bound(one, trivia)];
    for (const value of [...inner, listOf(one, commented), listOf(commented, one)]) {
      bothWays(listOf(value, one));
      bothWays(listOf(one, value));
      bothWays(bound(value));
      bothWays(bound(bound(value)));
    }
  },
);
