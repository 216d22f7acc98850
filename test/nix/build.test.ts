import { describe, expect, test } from "@jest/globals";
import * as build from "../../src/nix/build.js";
import { printExpression } from "../../src/nix/printer.js";

const a = build.identifier("a");

test.each([
  [build.select(build.select(a, ["b"]), ["c"]), "a.b.c"],
  [build.select({ ...build.select(a, ["b"]), fallback: a }, ["c"]), "(a.b or a).c"],
  [build.call(build.call(a, a), build.integer(1)), "a a 1"],
  [build.template(["a", "", "b", build.interpolation(a)]), '"ab${a}"'],
  [build.lambda("x", a), "x: a"],
  [build.letIn([build.binding("a", build.boolean(true))], a), "let\n  a = true;\nin\na"],
  [
    build.attributeSet({ a: build.nullValue(), "b c": build.list([]) }),
    '{\n  a = null;\n  "b c" = [ ];\n}',
  ],
  [build.attributeSet([build.binding(["a", "b"], a)]), "{ a.b = a; }"],
])("%#: %s", (expression, text) => {
  expect(printExpression(expression)).toBe(text);
});

describe("integers", () => {
  test.each([
    [0, "0"],
    [-5, "-5"],
    [build.maximumInteger, "9223372036854775807"],
    [build.minimumInteger, "-9223372036854775807 - 1"],
  ])("%s", (value, text) => {
    expect(printExpression(build.integer(value))).toBe(text);
  });

  test("of more than 64 bits are refused", () => {
    expect(() => build.integer(build.maximumInteger + 1n)).toThrow(RangeError);
    expect(() => build.integer(build.minimumInteger - 1n)).toThrow(RangeError);
  });
});
