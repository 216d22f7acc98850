import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { shellWord } from "../../src/problems/shell-words.js";

test("plain paths are as they are", () => {
  for (const path of ["/srv/web_1/containers.ts", "a@b", "x=1"]) expect(shellWord(path)).toBe(path);
});

test("a shell reads each text as one word, itself", () => {
  const unit = fc.constantFrom(
    "a",
    " ",
    "'",
    '"',
    "\\",
    "$",
    "`",
    "~",
    "*",
    "#",
    "\n",
    "é",
    "!",
    "",
  );
  fc.assert(
    fc.property(fc.array(fc.string({ unit, maxLength: 8 }), { maxLength: 4 }), (texts) => {
      const script = `printf '%s\\0' _ ${texts.map(shellWord).join(" ")}`;
      const shown = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });
      expect(shown.split("\0").slice(1, -1)).toEqual(texts);
    }),
    { numRuns: 50 },
  );
});
