import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { withAssignment, withoutAssignment } from "../../src/conf/environment-file-edit.js";
import { readEnvironmentFile } from "../../src/conf/environment-file.js";

const set = (text: string): string => withAssignment(text, "FLAKE", "FLAKE=new");
const remove = (text: string): string => withoutAssignment(text, "FLAKE");

describe("editing one variable of a file", () => {
  test.each([
    [
      "its value alone is another",
      "# a\nA='1'\nFLAKE = old # x \n;b\n",
      "# a\nA='1'\nFLAKE=new\n;b\n",
    ],
    ["its line breaks stay", "FLAKE=old\r\nA=1\r\n", "FLAKE=new\r\nA=1\r\n"],
    ["a value of several lines", 'FLAKE="a\\\nb" c\\\n d\nA=1', "FLAKE=new\nA=1"],
    ["the last of several is the one that counts", "FLAKE=1\nFLAKE=2\n", "FLAKE=1\nFLAKE=new\n"],
    ["without a last line break", "A=1\nFLAKE=old", "A=1\nFLAKE=new"],
    ["a new one, before the first", "# a\n  A=1\n", "# a\nFLAKE=new\n  A=1\n"],
    ["a new one is no part of a comment", "# a \\\nA=1\n", "FLAKE=new\n# a \\\nA=1\n"],
    ["in an empty file", "", "FLAKE=new\n"],
    ["what stands in quotes is none", "A='\nFLAKE=1\n'\n", "FLAKE=new\nA='\nFLAKE=1\n'\n"],
  ])("set: %s", (_what, text, expected) => {
    expect(set(text)).toBe(expected);
  });

  test.each([
    ["its line", "# a\nFLAKE=old\n# b\nA=1\n", "# a\n# b\nA=1\n"],
    ["each of them", "FLAKE=1\nA=1\r\n FLAKE=2\r\nB=1", "A=1\r\nB=1"],
    ["and no line becomes a comment", "# a \\\nFLAKE=1\nA=1\n", "# a \\\n\nA=1\n"],
    ["where there is none", "# FLAKE=1\nA=1\n", "# FLAKE=1\nA=1\n"],
  ])("removed: %s", (_what, text, expected) => {
    expect(remove(text)).toBe(expected);
  });

  test("all else is read as before", () => {
    const unit = fc.constantFrom(
      "A",
      "FLAKE",
      "=",
      "'",
      '"',
      "\\",
      " ",
      "\n",
      "\r\n",
      "#",
      "é",
      "😀",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const others = (one: string) => {
          const { assignments, comments } = readEnvironmentFile(one);
          return [assignments.filter(({ key }) => key !== "FLAKE"), comments];
        };
        const edited = set(text);
        expect(others(edited)).toEqual(others(text));
        expect(others(remove(text))).toEqual(others(text));
        const flakes = readEnvironmentFile(edited).assignments.filter(({ key }) => key === "FLAKE");
        expect(flakes.at(-1)?.value).toBe("new");
        expect(readEnvironmentFile(remove(text)).assignments).toEqual(others(text)[0]);
      }),
    );
  });
});
