import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { binary, call, identifier, select, string } from "../../src/nix/build.js";
import { number, numberProblem } from "../../src/nix/number.js";
import { printExpression } from "../../src/nix/printer.js";
import { RealNix } from "./support/evaluate.js";
import { sample } from "./support/sample.js";
import { describeWith } from "./support/tools.js";

test.each<[number | bigint, string]>([
  [0, "0"],
  [-0, "0"],
  [-7, "-7"],
  [0.1, "0.1"],
  [-0.5, "-0.5"],
  [1e-7, "1.0e-7"],
  [1.5e-7, "1.5e-7"],
  [2 ** 63 - 1024, "9223372036854774784"],
  [2n ** 63n - 1n, "9223372036854775807"],
  [1n - 2n ** 63n, "-9223372036854775807"],
  // 9223372036854775808 is no integer of Nix, so its negation cannot be written.
  [-(2n ** 63n), "-9223372036854775807 - 1"],
  // Below 2^-1022, strtod reports a range error, and Nix refuses the literal.
  [2 ** -1022, "2.2250738585072014e-308"],
  [5e-324, "2.2250738585072014e-308 * 2.220446049250313e-16"],
  [-5e-324, "-(2.2250738585072014e-308 * 2.220446049250313e-16)"],
])("%s is written as %s", (value, text) => {
  expect(printExpression(number(value))).toBe(text);
  expect(numberProblem(value)).toBeUndefined();
});

test.each([NaN, Infinity, -Infinity, 2 ** 63, -(2 ** 64), 1e300, 2n ** 63n, -(2n ** 63n) - 1n])(
  "%s is no number of Nix",
  (value) => {
    expect(numberProblem(value)).toContain(`\`${value}\``);
  },
);

const nixProgram = new RealNix();
afterAll(() => {
  nixProgram.remove();
});

describeWith("nix-instantiate")("Nix reads", () => {
  test("every float to its last bit", () => {
    const limits = [0.1, 0.1 + 0.2, 5e-324, 2 ** -1022, 1e-7, -1.5, Number.MAX_VALUE / 3, 1 / 3];
    const fractions = sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 1500);
    const values = [...limits, ...fractions].filter((value) => !Number.isInteger(value));
    // Nix prints few digits, so it compares: with what it reads from JSON.
    const fromJson = select(identifier("builtins"), ["fromJSON"]);
    const equal = values.map((value) =>
      binary("==", number(value), call(fromJson, string(JSON.stringify(value)))),
    );
    const results = nixProgram.evaluateAll(equal);
    expect(values.filter((_, index) => results[index] !== true)).toEqual([]);
  });
});
