import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { SourceText } from "../../src/problems/text-position.js";

/** Line breaks of editors, a CR that is none of its own before LF, and what is none at all. */
const texts = fc
  .array(fc.constantFrom("a", "é", "\u{1F600}", "\n", "\r", "\r\n", "\u2028", "\u2029", "\v", " "))
  .map((parts) => parts.join(""));

test("every offset has the line and column that walking to it gives", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const positions = new SourceText(text);
      let [line, column] = [1, 1];
      for (let offset = 0; offset <= text.length; offset += 1) {
        expect(positions.positionAt(offset)).toEqual({ line, column });
        column += 1;
        if (/^(?:\r(?!\n)|\n)/.test(text.slice(offset))) {
          line += 1;
          column = 1;
        }
      }
    }),
  );
});

test("the lines of a text are looked for once", () => {
  const lines = 20_000;
  const text = "a = 1;\n".repeat(lines);
  const positions = new SourceText(text);
  // Looked for at every call, these would be 400 million line breaks: minutes.
  for (let line = 1; line <= lines; line += 1) {
    expect(positions.positionAt((line - 1) * 7 + 2).line).toBe(line);
  }
});
