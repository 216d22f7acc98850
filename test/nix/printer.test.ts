import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { attributeSet, file, identifier, lambda, list, string } from "../../src/nix/build.js";
import { parseNix } from "../../src/nix/parser.js";
import { printExpression, printFile } from "../../src/nix/printer.js";
import type { Expression } from "../../src/nix/syntax.js";
import { anyExpression } from "./support/arbitraries.js";
import { commentedExpression } from "./support/commented.js";
import { RealNix } from "./support/evaluate.js";
import { marked } from "./support/marked.js";
import { plainValue } from "./support/plain-values.js";
import { runs, sample, seed } from "./support/sample.js";
import { describeWith } from "./support/tools.js";
import { meaning, withComments } from "./support/trees.js";
import { convertedWell } from "./support/values.js";

const many = { numRuns: 300 * runs };
const print = (expression: Expression): string => printFile(expression, { directory: "/" }).text;

describe("what is printed reads back", () => {
  test("as the same tree", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(meaning(parseNix(print(expression)))).toEqual(meaning(expression));
      }),
      many,
    );
  });

  test("with its comments and empty lines", () => {
    fc.assert(
      fc.property(commentedExpression, (expression) => {
        const text = print(expression);
        const again = parseNix(text);
        expect(meaning(again)).toEqual(meaning(expression));
        // Some comments move to a nearby place, once.
        expect(print(again)).toBe(text);
        expect(withComments(parseNix(print(again)))).toEqual(withComments(again));
      }),
      many,
    );
  });
});

test("every mark is around what came from the value", () => {
  fc.assert(
    fc.property(anyExpression, (expression) => {
      const { tree, values } = marked(expression);
      const { text, marks } = printFile(tree, { directory: "/" });
      const lines = text.split("\n");
      const starts = lines.map(
        (_, index) => lines.slice(0, index).join("\n").length + (index && 1),
      );
      for (const { path, start, end } of marks) {
        const [from, to] = [start, end].map(
          ({ line, column }) => (starts[line - 1] ?? 0) + column - 1,
        );
        const value = values[Number(path[0])];
        if (value === undefined) throw new TypeError("a mark of nothing");
        expect(meaning(parseNix(text.slice(from, to)))).toEqual(meaning(value));
      }
      expect(marks.map(({ path }) => Number(path[0])).sort((a, b) => a - b)).toEqual([
        ...values.keys(),
      ]);
      const places = marks.map(({ start, end }) => [
        start.line,
        start.column,
        -end.line,
        -end.column,
      ]);
      expect(places).toEqual(places.toSorted(byNumbers));
    }),
    many,
  );
});

function byNumbers(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((number, at) => number !== other[at]);
  return index === -1 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}

test("a header, files and the last line break", () => {
  const expression = attributeSet({
    imports: list([file("/project/a.nix"), file("/other/my file")]),
    motd: string("one\ntwo"),
  });
  const header = ["Generated.", "", "Do not\r\nedit."];
  expect(printFile(expression, { header, directory: "/project/out" }).text).toBe(
    [
      "# Generated.",
      "#",
      "# Do not edit.",
      "{",
      "  imports = [",
      "    ../a.nix",
      '    (../../other + "/my file")',
      "  ];",
      "  motd = ''",
      "    one",
      "    two'';",
      "}",
      "",
    ].join("\n"),
  );
  expect(printExpression(file("/a/b"))).toBe("/a/b");
});

const nix = new RealNix();
afterAll(() => {
  nix.remove();
});

describeWith("nix-instantiate")("Nix", () => {
  test("accepts what is printed", () => {
    const files = sample(commentedExpression, 600).map((expression, index) => {
      const scope = identifier("scope");
      const body: Expression = { kind: "with", scope, body: expression };
      return nix.print(`tree-${index}.nix`, lambda("scope", body));
    });
    const { ok, stderr } = nix.instantiate("--parse", ...files);
    expect({ seed, ok, stderr }).toEqual({ seed, ok: true, stderr: "" });
  });
});

describeWith("nixfmt")("nixfmt leaves as they are", () => {
  test.each<[string, fc.Arbitrary<Expression>, number]>([
    ["syntax trees", anyExpression, 600],
    ["comments and empty lines", commentedExpression, 400],
    ["values", plainValue.map(convertedWell), 300],
  ])("%s", (name, expressions, count) => {
    const files = sample(expressions, count).map((expression, index) =>
      nix.print(`${name}-${index}.nix`, expression),
    );
    const { status, stderr } = spawnSync("nixfmt", ["--check", ...files], { encoding: "utf8" });
    expect({ seed, status, stderr }).toEqual({ seed, status: 0, stderr: "" });
  });
});
