import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { floatText } from "../../../src/nix/printer/numbers.js";

test.each([
  [0, "0.0"],
  [1, "1.0"],
  [0.1, "0.1"],
  [1e21, "1.0e+21"],
  [1.5e300, "1.5e+300"],
  [1e-7, "1.0e-7"],
  [2 ** -1022, "2.2250738585072014e-308"],
])("%s", (value, text) => {
  expect(floatText(value)).toBe(text);
});

test("every float has a dot, as Nix wants it, and reads back as itself", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(floatText(value)).toMatch(/^[0-9]+\.[0-9]+(?:e[+-][0-9]+)?$/);
      expect(Number(floatText(value))).toBe(value);
    }),
  );
});
