import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { freeVariables } from "../../../src/nix/free-variables.js";
import { NixSyntaxError, parseNix } from "../../../src/nix/parser.js";
import { printExpression } from "../../../src/nix/printer.js";
import type { StringPart } from "../../../src/nix/syntax.js";
import { RealNix } from "../support/evaluate.js";
import { differing, sample, seed } from "../support/sample.js";
import { describeWith } from "../support/tools.js";

/** The parts of a string, with `${…}` as its source. */
function partsOf(source: string): unknown[] {
  const parsed = parseNix(source);
  if (parsed.kind !== "string" && parsed.kind !== "path") throw new TypeError(parsed.kind);
  return parsed.parts.map((part: StringPart) =>
    typeof part === "string" ? part : { code: printExpression(part.expression) },
  );
}

describe('"…"', () => {
  test.each([
    ['""', []],
    ['"a"', ["a"]],
    ['"\\n\\r\\t\\a\\"\\\\"', ['\n\r\ta"\\']],
    ['"a\r\nb\rc"', ["a\nb\nc"]],
    ['"\\${a} $a $ {"', ["${a} $a $ {"]],
    ['"$${a}"', ["$${a}"]],
    ['"$$${a}"', ["$$", { code: "a" }]],
    ['"a${b}${c + d}e"', ["a", { code: "b" }, { code: "c + d" }, "e"]],
    ['"${"${a}"}"', [{ code: '"${a}"' }]],
    ['"${{ a = "}"; }.a}"', [{ code: '{ a = "}"; }.a' }]],
    ["\"''${a}''\"", ["''", { code: "a" }, "''"]],
    ["x:y", ["x:y"]],
  ])("%j", (source, parts) => {
    expect(partsOf(source)).toEqual(parts);
  });
});

describe("''…''", () => {
  test.each([
    ["''''", []],
    ["''a''", ["a"]],
    ["'' a ''", ["a "]],
    ["''  \n  a\n    b\n''", ["a\n  b\n"]],
    ["''\n  a\n  ''", ["a\n"]],
    ["''\n  a\n b''", [" a\nb"]],
    ["''\n\n  a\n \n''", ["\na\n\n"]],
    ["''\ta''", ["\ta"]],
    ["''a\r\nb''", ["a\r\nb"]],
    ["''''${a} $a $${a} ''$''", ["${a} $a $${a} $"]],
    ["'''''' ' ''\\n''\\x''\\\\''", ["''' ' \nx\\"]],
    ["''\n    ${a}\n  b''", ["  ", { code: "a" }, "\nb"]],
    ["''\n  a''\\n    b''", ["a\n  b"]],
    ["''\n  a''\\n b''", ["a\nb"]],
    ["''\n  a\n''\\ b''", ["  a\n b"]],
    ["''\n  a\n  ''\\ ''", ["a\n "]],
  ])("%j", (source, parts) => {
    expect(partsOf(source)).toEqual(parts);
  });
});

describe("paths", () => {
  test.each([
    ["./a", ["./a"]],
    ["a/b", ["a/b"]],
    ["~/a", ["~/a"]],
    ["/a/${b}/c${d}.nix", ["/a/", { code: "b" }, "/c", { code: "d" }, ".nix"]],
    ["./${a}", ["./", { code: "a" }]],
  ])("%s", (source, parts) => {
    expect(partsOf(source)).toEqual(parts);
  });
});

const nix = new RealNix();
afterAll(() => {
  nix.remove();
});

describeWith("nix-instantiate")("as Nix", () => {
  test("strings, escapes included, mean the same after printing", () => {
    const sources = sample(stringSource, 1500);
    const path = nix.write("sources.nix", `let x = "X"; in [\n${sources.join("\n")}\n]\n`);
    const printed = nix.evaluateAll(sources.map((source) => parseNix(`let x = "X"; in ${source}`)));
    expect(differing(nix.evaluate(path) as unknown[], printed)).toEqual([]);
  });

  test("''…'' strings lose what they lose in Nix", () => {
    const sources = sample(indentedSource, 3000);
    const path = nix.write("strings.nix", `let x = "X"; in [\n${sources.join("\n")}\n]\n`);
    const texts = sources.map((source) =>
      partsOf(source)
        .map((part) => (typeof part === "string" ? part : "X"))
        .join(""),
    );
    expect({ seed, texts: nix.evaluate(path) }).toEqual({ seed, texts });
  });
});

/** Whether a source is one string, with no variable but `x`. */
function isString(source: string): boolean {
  try {
    const parsed = parseNix(source);
    return parsed.kind === "string" && [...freeVariables(parsed)].every((one) => one === "x");
  } catch (error) {
    if (error instanceof NixSyntaxError) return false;
    throw error;
  }
}

const stringSource = fc
  .tuple(
    fc.constantFrom('"', "''"),
    fc.array(
      fc.constantFrom(
        ...Array.from("ab $'{}\n\t"),
        ...["  ", "\n  ", "\n    ", "''$", "'''", "\\n", '\\"', "\\$", "$$", "$${", "${x}", "\\\\"],
        ...["''\\a", "''\\n", "''\\ ", "é"],
      ),
      { maxLength: 12 },
    ),
  )
  .map(([quote, pieces]) => quote + pieces.join("") + quote)
  .filter(isString);

const indentedSource = fc
  .array(
    fc.constantFrom(
      ...["a", " ", "  ", "\n", "\n", "\n  ", "\n    ", "\t", "\r", "$", "$$", "' ", '"', "\\"],
      ...["''$", "'''", "''\\n", "''\\ ", "''\\\n", "''\\t", "''\\r", "''\\\\", "${x}", "$${", "é"],
    ),
    { maxLength: 10 },
  )
  .map((pieces) => `''${pieces.join("")}''`)
  .filter(isString);
