import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";
import { printFile } from "../../../src/nix/printer.js";
import { describeWith } from "./tools.js";

/** A source, in any layout, and the lines it is printed as; `§60` stands for a word of 60 letters. */
export type LayoutCase = readonly [source: string, ...lines: string[]];

/** Tests that sources are laid out like this, and that nixfmt has nothing to change in it. */
export function testLayouts(cases: readonly LayoutCase[]): void {
  const expected = cases.map(([source, ...lines]): [name: string, source: string, text: string] => [
    source,
    withWords(source),
    withWords(`${lines.join("\n")}\n`),
  ]);
  test.each(expected)("%j", (_name, source, text) => {
    expect(printFile(parseNix(source), { directory: "/" }).text).toBe(text);
  });

  describeWith("nixfmt")("in the view of nixfmt", () => {
    test("all are formatted", () => {
      const changed = expected.filter(([, , input]) => {
        const { stdout } = spawnSync("nixfmt", ["-"], { input, encoding: "utf8" });
        return stdout !== input;
      });
      expect(changed).toEqual([]);
    });
  });
}

function withWords(text: string): string {
  return text.replace(/§(\d+)/g, (_found, length: string) => "x".repeat(Number(length)));
}
