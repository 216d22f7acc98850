import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { escapePattern } from "../../src/nix/escape-pattern.js";

test("a text is found where it is, as indexOf finds it", () => {
  const signs = fc.string({ unit: fc.constantFrom(...Array.from("ab.*+?^${}()|[]\\-/ \n")) });
  fc.assert(
    fc.property(signs, signs, signs, (before, text, after) => {
      const whole = before + text + after;
      expect(new RegExp(escapePattern(text)).exec(whole)?.index).toBe(whole.indexOf(text));
    }),
  );
});
