import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { excerptOf } from "../../src/problems/excerpt.js";
import type { Problem } from "../../src/problems/problem.js";
import { showGithub } from "../../src/problems/show-github.js";
import { showHuman } from "../../src/problems/show-human.js";
import { problemsToJson } from "../../src/problems/show-json.js";
import { folderWith } from "../support/program.js";

const problemIn = (file: string): Problem => ({
  code: "NP103",
  severity: "error",
  message: "`a` must be\nanother, 100%",
  path: ["web", "forwardPorts", 0, "a b"],
  hint: "did you mean `b`?",
  place: { file, start: { line: 2, column: 3 }, end: { line: 2, column: 6 } },
  related: [{ message: "it is here", place: { file, start: { line: 1, column: 1 } } }],
  details: "raw words\n",
});

describe("for people", () => {
  const show = (folder: string, problems: Problem[], verbose = false) =>
    showHuman(problems, { cwd: folder, colors: false, verbose });

  test("the line, what is wrong in it, and what to do", async () => {
    const folder = folderWith({ "a.ts": "\uFEFFone\r\n\ttwo three\r\n" });
    const problem = problemIn(join(folder, "a.ts"));
    expect(await show(folder, [problem, { ...problem, severity: "warning" }])).toContain(
      [
        "error NP103: `a` must be",
        "another, 100%",
        '  a.ts:2:3  (containers.web.forwardPorts[0]."a b")',
        "  2 | \ttwo three",
        "    | \t ^^^",
        "  it is here: a.ts:1:1",
        "  1 | one",
        "    | ^",
        "  hint: did you mean `b`?",
        "",
      ].join("\n"),
    );
    expect(await show(folder, [problem])).toMatch(/\n\n1 error\n$/);
    expect(await show(folder, [problem], true)).toContain("\nraw words\n");
  });

  test("a file that is gone, and a line that is no more", async () => {
    const folder = folderWith({ "a.ts": "one" });
    expect(await show(folder, [problemIn(join(folder, "gone.ts"))])).toContain("gone.ts:2:3");
    expect(await show(folder, [problemIn(join(folder, "a.ts"))])).not.toContain("2 |");
  });

  test("nothing that a terminal obeys", async () => {
    const folder = folderWith({ "a.ts": "\n\u001b[31m\u0007 x\u007f\u009b" });
    const problem = {
      ...problemIn(join(folder, "a.ts")),
      message: "\u001b]0;x\u0007",
      path: ["\u001b"],
    };
    expect(await show(folder, [problem])).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });
});

/** Columns of a terminal, for the characters of these tests. */
function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + (/[漢😀]/u.test(one) ? 2 : 1), 0);
}

describe("an excerpt", () => {
  test.each<[string, string, number, number, string, string]>([
    ["a part", "abcdef", 2, 4, "abcdef", " ^^"],
    ["nothing at the end", "abc", 4, 5, "abc", "   ^"],
    ["more than there is", "abc", 2, 99, "abc", " ^^"],
    ["after a tab", "\tab", 2, 3, "\tab", "\t^"],
    ["wide characters", "漢b", 2, 3, "漢b", "  ^"],
    ["under wide characters", "a漢😀", 2, 5, "a漢😀", " ^^^^"],
    ["combining characters", "e\u0301x", 3, 4, "e\u0301x", " ^"],
    ["control characters", "\u0000x", 2, 3, "\u2400x", " ^"],
  ])("%s", (_name, line, start, end, text, carets) => {
    expect(excerptOf(line, start, end)).toEqual({ text, carets });
  });

  test("takes no more columns than the terminal has, its carets under the place", () => {
    let cut = 0;
    const character = fc.constantFrom("a", "b", " ", "漢", "😀", "\u0000", "é");
    fc.assert(
      fc.property(
        fc.array(character, { minLength: 1, maxLength: 120 }).map((all) => all.join("")),
        fc.nat(),
        fc.nat(40),
        fc.integer({ min: 20, max: 100 }),
        (line, at, length, widest) => {
          const start = at % line.length;
          const from = /[\uDC00-\uDFFF]/.test(line.charAt(start)) ? start - 1 : start;
          const { text, carets } = excerptOf(line, from + 1, from + 1 + length, widest);
          if (text !== line) cut += 1;
          expect(columnsOf(text)).toBeLessThanOrEqual(widest);
          expect(columnsOf(carets)).toBeLessThanOrEqual(widest);
          // What stands above the first caret is what stands at the place.
          const before = /^ */.exec(carets)?.[0].length ?? 0;
          const shown = Array.from(text).find(
            (_one, index, all) => columnsOf(all.slice(0, index).join("")) === before,
          );
          const placed = Array.from(line.slice(from))[0] ?? "";
          expect(shown).toBe(placed === "\u0000" ? "\u2400" : placed);
        },
      ),
      { numRuns: 500 },
    );
    expect(cut).toBeGreaterThan(50);
  });

  test("of a long line is cut around the place", () => {
    const line = `${"a".repeat(500)}HERE${"b".repeat(500)}`;
    const { text, carets } = excerptOf(line, 501, 505);
    expect(text).toMatch(/^…a+HEREb+…$/);
    expect(text.length).toBeLessThan(170);
    expect(text.slice(carets.indexOf("^"), carets.length)).toBe("HERE");
  });

  test("never parts a character", () => {
    const line = "😀".repeat(400);
    for (let column = 1; column < 800; column += 2) {
      expect(excerptOf(line, column, column + 2).text).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

test("for programs", () => {
  expect(
    problemsToJson([problemIn("/a.ts"), { code: "NP001", severity: "error", message: "x" }]),
  ).toEqual([
    {
      code: "NP103",
      severity: "error",
      message: "`a` must be\nanother, 100%",
      file: "/a.ts",
      line: 2,
      column: 3,
      endLine: 2,
      endColumn: 6,
      path: 'containers.web.forwardPorts[0]."a b"',
      hint: "did you mean `b`?",
      related: [{ message: "it is here", file: "/a.ts", line: 1, column: 1 }],
    },
    { code: "NP001", severity: "error", message: "x" },
  ]);
});

test("for GitHub, whose commands end at a line, a colon or a comma", () => {
  const problem = { ...problemIn("/repo/a,b:c%.ts"), severity: "warning" } as const;
  expect(showGithub([problem, { code: "NP001", severity: "error", message: "x" }], "/repo")).toBe(
    [
      "::warning file=a%2Cb%3Ac%25.ts,line=2,col=3,endLine=2,endColumn=6,title=nixpawn NP103::`a` must be%0Aanother, 100%25%0Adid you mean `b`?",
      "::error title=nixpawn NP001::x",
      "",
    ].join("\n"),
  );
});
