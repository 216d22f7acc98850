import { expect, test } from "@jest/globals";
import { identifier, interpolation } from "../../src/nix/build.js";
import { withoutIndentation, type IndentedPart } from "../../src/nix/indentation.js";

const code = interpolation(identifier("a"));
const text = (content: string): IndentedPart => ({ kind: "text", text: content });
const escaped = (content: string): IndentedPart => ({ kind: "escaped", text: content });

test.each<[string, IndentedPart[], unknown[]]>([
  ["the least indentation", [text("    a\n  b\n   c")], ["  a\nb\n c"]],
  ["not that of blank lines", [text("  a\n \n\n  b")], ["a\n\n\nb"]],
  ["a last line of spaces", [text("  a\n      ")], ["a\n"]],
  ["no spaces after something else", [text("  a\n  b "), code, text("  ")], ["a\nb ", code, "  "]],
  ["up to an interpolation", [text("  a\n "), code], [" a\n", code]],
  ["no tabs", [text("\ta\n  b")], ["\ta\n  b"]],
  ["up to an escape", [text("  a\n "), escaped("$")], [" a\n", "$"]],
  ["behind an escaped line break", [text("  a"), escaped("\n"), text("   b")], ["a", "\n", " b"]],
  ["no last spaces behind one", [text(" a"), escaped("\n"), text("  ")], ["a", "\n", " "]],
  ["nothing of nothing", [], []],
  ["all of spaces alone", [text("   ")], [""]],
])("what is taken off: %s", (_what, parts, expected) => {
  expect(withoutIndentation(parts)).toEqual(expected);
});
