import { describe, expect, test } from "@jest/globals";
import { fragmentSource } from "../../src/nix/fragment-source.js";

/** The raw texts of a template, as JavaScript sees them. */
function raw(strings: TemplateStringsArray, ...values: readonly unknown[]): readonly string[] {
  expect(strings).toHaveLength(values.length + 1);
  return strings.raw;
}

describe("what JavaScript makes one write", () => {
  test.each([
    ["an interpolation", raw`"\${a}"`, '"${a}"'],
    ["the same, the other way", raw`"$\{a}"`, '"${a}"'],
    ["an escaped one of Nix", raw`"\$\{a}"`, '"\\${a}"'],
    ["that of a ''…'' string", raw`''''\${a}''`, "''''${a}''"],
    ["a backquote", raw`"\`"`, '"`"'],
    ["escapes of Nix", raw`"\n\t\"\\"`, '"\\n\\t\\"\\\\"'],
    ["a backslash before an interpolation", raw`"\\\${a}"`, '"\\\\${a}"'],
  ])("%s", (_what, template, text) => {
    expect(fragmentSource(template).text).toBe(text);
  });
});

test("every offset is found again in the template", () => {
  const template = raw`a \${b} ${1} \`c ${2}${3}`;
  const source = fragmentSource(template);
  expect(source.text).toBe("a ${b} \0 `c \0\0");
  expect([...source.holes]).toEqual([
    [7, 0],
    [12, 1],
    [13, 2],
  ]);
  // What each place of the text is in the template.
  const places = [
    ["a", 0, 0, 0],
    ["${", 2, 0, 2],
    ["b", 4, 0, 5],
    ["first hole", 7, 0, 8],
    ["`", 9, 1, 1],
    ["c", 10, 1, 3],
    ["second hole", 12, 1, 5],
    ["third hole", 13, 2, 0],
    ["the end", 14, 3, 0],
  ] as const;
  for (const [what, offset, quasi, at] of places) {
    expect({ what, ...source.locate(offset) }).toEqual({ what, quasi, offset: at });
  }
});
