import { expect, test } from "@jest/globals";
import { isIdentifier, isKeyword } from "../../src/nix/names.js";

test.each(["a", "_", "a1", "x-y", "x'", "A_b", "true", "null", "__proto__", "orr", "a-"])(
  "%s needs no quotes",
  (name) => {
    expect(isIdentifier(name)).toBe(true);
  },
);

test.each(["", "1a", "-a", "'a", "a.b", "a b", "é", "a\n", "a/b", "${a}", "\0"])(
  "%j needs quotes",
  (name) => {
    expect(isIdentifier(name)).toBe(false);
    expect(isKeyword(name)).toBe(false);
  },
);

test.each("assert else if in inherit let or rec then with".split(" "))(
  "%s is a keyword",
  (word) => {
    expect(isIdentifier(word)).toBe(false);
    expect(isKeyword(word)).toBe(true);
  },
);
