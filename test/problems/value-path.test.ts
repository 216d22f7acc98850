import { runInNewContext } from "node:vm";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { accessInWords, pathInWords } from "../../src/problems/value-path.js";

test.each<[(string | number)[], string]>([
  [[], "containers"],
  [["web"], "containers.web"],
  [["web", "forwardPorts", 0, "hostPort"], "containers.web.forwardPorts[0].hostPort"],
  [["web", "bindMounts", "/srv", "hostPath"], 'containers.web.bindMounts."/srv".hostPath'],
  [["a-b", "x'"], "containers.a-b.x'"],
  [["7", ""], 'containers."7".""'],
])("%j is %s", (path, words) => {
  expect(pathInWords(path)).toBe(words);
});

test.each<[(string | number)[], string]>([
  [["web", "forwardPorts", 0], "containers.web.forwardPorts[0]"],
  [["my-db", "größe", "$a"], 'containers["my-db"].größe.$a'],
  [["7", ""], 'containers["7"][""]'],
])("JavaScript reads %j by %s", (path, words) => {
  expect(accessInWords(path)).toBe(words);
});

test("JavaScript reads every path by its words", () => {
  const step = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("__proto__", "class", "a-b", "ª", "a\u200c", "𝒜"),
    fc.nat(3),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (path) => {
      const leaf = {};
      const containers = path.reduceRight<object>(
        (inner, key) => Object.defineProperty(Object.create(null) as object, key, { value: inner }),
        leaf,
      );
      expect(runInNewContext(accessInWords(path), { containers })).toBe(leaf);
    }),
  );
});
