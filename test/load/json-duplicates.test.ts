import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { jsonDuplicates } from "../../src/load/json-duplicates.js";

test("JSON that a program wrote has none", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      expect(jsonDuplicates(JSON.stringify(value, undefined, indent))).toEqual([]);
    }),
  );
});

test("a property put in again is found, wherever it is and however it is written", () => {
  const entries = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
  fc.assert(
    fc.property(entries, fc.nat(), fc.boolean(), (object, at, escape) => {
      const names = Object.keys(object);
      const name = names[at % names.length] ?? "";
      const written = escape
        ? `"${Array.from({ length: name.length }, (_, index) => `\\u${name.charCodeAt(index).toString(16).padStart(4, "0")}`).join("")}"`
        : JSON.stringify(name);
      const text = `[{ "deep": ${JSON.stringify(object).slice(0, -1)}, ${written}: {} } }]`;
      const [found, ...others] = jsonDuplicates(text);
      expect(others).toEqual([]);
      expect(found?.name).toBe(name);
      expect(text.slice(found?.again)).toMatch(/^"(?:[^"\\]|\\.)*": \{\} \} \}\]$/s);
      expect(text.slice(found?.first)).toMatch(/^"/);
    }),
  );
});
