import { describe, expect, test } from "@jest/globals";
import { string, template } from "../../src/nix/build.js";
import { escapeIndented, escapeQuoted, indentedLines } from "../../src/nix/string-text.js";
import { printExpression } from "../../src/nix/printer.js";
import { parseNix } from "../../src/nix/parser.js";

describe('in "…"', () => {
  test.each([
    ["a", "a"],
    ['"\\', '\\"\\\\'],
    ["\n\r\t", "\\n\\r\\t"],
    ["$ $a $", "$ $a $"],
    ["${a}", "\\${a}"],
    ["''", "''"],
    ["é😀\u2028", "é😀\u2028"],
  ])("%j is %j", (text, escaped) => {
    expect(escapeQuoted(text)).toBe(escaped);
  });

  test("a dollar before an interpolation is escaped", () => {
    expect(escapeQuoted("a$", "interpolation")).toBe("a\\$");
    expect(escapeQuoted("a$", "end")).toBe("a$");
    expect(escapeQuoted("a", "interpolation")).toBe("a");
  });
});

describe("in ''…''", () => {
  test.each([
    ["it's", "end", "it's"],
    ["'a' 'b'", "line break", "'a' 'b'"],
    ["'a'", "end", "'a''\\'"],
    ["'", "interpolation", "'"],
    ["''", "end", "'''"],
    ["'''", "line break", "''''"],
    ["'''", "end", "'''''\\'"],
    ["''a''", "end", "'''a'''"],
    ["${a}", "end", "''${a}"],
    ["'${a}", "end", "''\\'''${a}"],
    ["'$a", "end", "'$a"],
    ["$", "interpolation", "''$"],
    ["'$", "interpolation", "''\\'''$"],
    ["'$", "end", "'$"],
    ["$$", "end", "$$"],
    ['"\\n\t', "end", '"\\n\t'],
  ] as const)("%j before %s is %j", (text, following, escaped) => {
    expect(escapeIndented(text, following)).toBe(escaped);
  });
});

describe("the kind of a string", () => {
  test.each([
    ["one line", "a", '"a"'],
    ["one line with quotes", 'a "b"', '"a \\"b\\""'],
    ["lines", "a\nb\n", "''\n  a\n  b\n''"],
    ["no last line break", "a\nb", "''\n  a\n  b''"],
    ["an empty first line", "\na", "''\n\n  a''"],
    ["deeper lines", "  a\nb\n", "''\n    a\n  b\n''"],
    ["only deeper lines", "  a\n  b\n", "''\n  ''\\  a\n    b\n''"],
    ["a last line of blanks", "a\n ", "''\n  a\n  ''\\ ''"],
    ["only deeper lines, the last of blanks", "\n  a\n  ", "''\n\n    a\n  ''\\  ''"],
    ["blanks of another kind at the start", "\u00a0a\n b", '"\u00a0a\\n b"'],
    ["empty lines alone", "\n\n", '"\\n\\n"'],
    ["carriage returns", "a\r\nb", "''\n  a''\\r\n  b''"],
    ["a quote before a carriage return", "'\r\nb", "''\n  ''\\'''\\r\n  b''"],
    ["a single line that begins with a blank", ' "a"', '" \\"a\\""'],
    ["a tab at the start of a line", "\ta\nb", "''\n  \ta\n  b''"],
    ["tabs at the start of all lines", "\ta\n\tb", "''\n  ''\\ta\n  \tb''"],
    ["a quote at the end", "a\n'", "''\n  a\n  ''\\'''"],
  ])("from TypeScript: %s", (_what, text, source) => {
    expect(printExpression(string(text))).toBe(source);
    expect(parseNix(source)).toMatchObject({ parts: [text] });
  });

  test.each([
    ["''a''", '"a"'],
    ["''a \"b\" ''", "''a \"b\" ''"],
    ["''a\\b''", "''a\\b''"],
    ["''\"a''\\t''", '"\\"a\\t"'],
    ["''\"a''\\'''", '"\\"a\'"'],
    ["''${a}\"''", "''${a}\"''"],
    ["''${a}''", '"${a}"'],
    ["''\n  a\n''", "''\n  a\n''"],
    ['"a\nb"', '"a\\nb"'],
  ])("as it was written: %s", (source, printed) => {
    expect(printExpression(parseNix(source))).toBe(printed);
  });

  test("of a template is its style", () => {
    expect(indentedLines(template(["a\n"]))).toBeUndefined();
    expect(indentedLines(template(["a\n", "b"], "indented"))).toEqual([
      { parts: ["a"], held: false },
      { parts: ["b"], held: false },
    ]);
  });
});
