import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readEnvironmentFile } from "../../src/conf/environment-file.js";
import { SystemdReader, systemdReads } from "../host/support/systemd-reader.js";

const read = (text: string): string[] =>
  readEnvironmentFile(text).assignments.map(({ key, value }) => `${key}=${value}`);

describe("a file of variables", () => {
  test.each<[string, string, string[]]>([
    ["plain values, one a line", "A=1\nB=two words\n", ["A=1", "B=two words"]],
    ["without a last newline", "A=1", ["A=1"]],
    ["blanks around key and value", "  A  =  1 2 \t\n", ["A=1 2"]],
    ["an empty value", "A=\nB=  \n", ["A=", "B="]],
    ["comments and lines that are none", "# A=1\n;B=2\nC\n\nD=4 # 5\n", ["D=4 # 5"]],
    ["a comment ends with its line (systemd 254)", "# a \\\nB=2\n", ["B=2"]],
    ["double quotes", 'A=" --bind=/a:/b "\n', ["A= --bind=/a:/b "]],
    ["escapes in double quotes", 'A="a\\"b\\\\c\\$d\\`e\\nf"\n', ['A=a"b\\c$d`e\\nf']],
    ["single quotes have no escapes", "A='a\\b\"c'\n", ['A=a\\b"c']],
    ["escapes without quotes", 'A=a\\"b\\ \\\\\n', ['A=a"b \\']],
    ["a quote within a word is itself", 'A=b"c"\n', ['A=b"c"']],
    ["parts are joined", "A='a'\"b\" c\n", ["A=abc"]],
    ["a continued line", "A=a \\\n  b\nB=2\n", ["A=a   b", "B=2"]],
    ["a continued line in double quotes", 'A="a\\\nb"\n', ["A=ab"]],
    ["a line break in quotes", "A='a\nb'\nB=2\n", ["A=a\nb", "B=2"]],
    ["CRLF", "A=1\r\nB=2\r\n", ["A=1", "B=2"]],
    ["names that no variable has", "1A=1\nA B=2\nexport C=3\nÄ=4\n_d=5\n", ["_d=5"]],
    ["a key twice", "A=1\nA=2\n", ["A=1", "A=2"]],
    ["an open quote at the end", 'A="b', ["A=b"]],
  ])("%s", (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("keeps comments", () => {
    expect(readEnvironmentFile("#one\nA=1\n; two \\\nB=2\n#three").comments).toEqual([
      "one",
      " two \\",
      "three",
    ]);
  });

  (systemdReads ? test : test.skip)("reads what systemd reads", () => {
    // No `$`, which environment.d replaces, and no comment that its old version carries on.
    const unit = fc.constantFrom("A", "B", "=", "'", '"', "\\", " ", "\t", "\n", "é", "`", "a");
    const systemd = new SystemdReader();
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.string({ unit }), (text, more) => {
        const whole = `A=${text}\nB=${more}`;
        // environment.d refuses to empty what was set.
        fc.pre(new Set(read(whole).map((one) => one[0])).size === read(whole).length);
        expect(notEmpty(lastOf(whole))).toEqual(notEmpty(systemd.read(whole)));
      }),
      { numRuns: 100 },
    );
  });
});

function lastOf(text: string): Readonly<Record<string, string>> {
  const { assignments } = readEnvironmentFile(text);
  return Object.fromEntries(assignments.map(({ key, value }) => [key, value]));
}

/** An empty value unsets a variable in environment.d, and is one elsewhere. */
function notEmpty(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => /^[AB]+$/.test(key) && value !== ""),
  );
}
