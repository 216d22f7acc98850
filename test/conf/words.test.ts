import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { confWord, readConfWords } from "../../src/conf/words.js";

test("every list of words reads back as it was", () => {
  const word = fc
    .string({ unit: fc.constantFrom("a", " ", "\t", "\\", "x", "2", "0", "5", "c", "9", ":") })
    .filter((one) => one !== "");
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const value = words.map(confWord).join(" ");
      expect(readConfWords(value)).toEqual(words);
      expect(value.split(" ").length).toBe(Math.max(1, words.length));
    }),
  );
});
