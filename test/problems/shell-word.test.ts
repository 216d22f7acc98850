import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { shellWord } from "../../src/problems/shell-word.js";

test("what needs no quotes has none", () => {
  expect(shellWord("/var/lib/a-b_c.nix")).toBe("/var/lib/a-b_c.nix");
});

test.each(["a b", "it's", "$HOME", "`x`", "a\nb", "", '"', "\\", "*"])(
  "a shell reads %j as one word, as it is",
  (text) => {
    const script = `printf '%s|' ${shellWord(text)}`;
    expect(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" })).toBe(`${text}|`);
  },
);
