import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { SourceText, unitsOfBytes } from "../../src/problems/text-position.js";
import { processorTime } from "../support/processor-time.js";

const text = fc
  .array(fc.constantFrom("a", "bc", "\n", "\r", "\r\n", "\t", "漢", "😀", "\u2028", "e\u0301"))
  .map((parts) => parts.join(""));

describe("offsets as positions", () => {
  test("lines are those of an editor, columns count UTF-16 code units", () => {
    fc.assert(
      fc.property(text, fc.nat(60), (given, at) => {
        const offset = Math.min(at, given.length);
        // Between the two characters of a line's end nothing can be.
        fc.pre(given.slice(offset - 1, offset + 1) !== "\r\n");
        const before = given.slice(0, offset).split(/\r\n|[\n\r]/);
        expect(new SourceText(given).positionAt(offset)).toEqual({
          line: before.length,
          column: (before.at(-1) ?? "").length + 1,
        });
      }),
    );
  });

  test("a byte order mark is no part of the text", () => {
    expect(new SourceText("\uFEFFab").positionAt(1)).toEqual({ line: 1, column: 2 });
    expect(new SourceText("\uFEFFab").text).toBe("ab");
  });

  test("a long text is gone through once", () => {
    const source = new SourceText("abc\n".repeat(200_000));
    const taken = processorTime(() => {
      for (let offset = 0; offset < 800_000; offset += 8) source.positionAt(offset);
    });
    expect(taken).toBeLessThan(2000);
    expect(source.positionAt(799_999)).toEqual({ line: 200_000, column: 4 });
  });
});

test("positions that count lines as JavaScript does", () => {
  fc.assert(
    fc.property(text, fc.nat(60), (given, at) => {
      const offset = Math.min(at, given.length);
      fc.pre(given.slice(offset - 1, offset + 1) !== "\r\n");
      const before = given.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
      const position = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
      const source = new SourceText(given);
      expect(source.fromScript(position)).toEqual(source.positionAt(offset));
    }),
  );
  // Beyond the text, the end of it has to do.
  expect(new SourceText("a\u2028b").fromScript({ line: 9, column: 9 })).toEqual({
    line: 1,
    column: 4,
  });
});

test("bytes of UTF-8 as UTF-16 code units", () => {
  fc.assert(
    fc.property(text, fc.nat(60), (given, at) => {
      const characters = Array.from(given).slice(0, at).join("");
      expect(unitsOfBytes(given, Buffer.byteLength(characters))).toBe(characters.length);
    }),
  );
});
