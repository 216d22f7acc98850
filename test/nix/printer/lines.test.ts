import { expect, test } from "@jest/globals";
import { Lines } from "../../../src/nix/printer/lines.js";

test("indentation follows the levels of texts that start a line", () => {
  const lines = new Lines();
  const at = (level: number, text: string, offset = 0): void => {
    lines.startLine(level, offset);
    lines.write(text);
  };
  at(0, "a");
  lines.newLine();
  at(1, "b");
  // Levels that start within a line do not indent the lines below it.
  at(3, " c");
  lines.newLine();
  at(4, "d");
  lines.newLine();
  at(1, "e", 2);
  lines.newLine();
  at(0, "f");
  expect(lines.finish()).toBe("a\n  b c\n    d\n    e\nf\n");
});

test("lines are ended once, and empty ones are never two", () => {
  const lines = new Lines();
  lines.newLine();
  lines.emptyLine();
  lines.write("a");
  lines.newLine();
  lines.newLine();
  lines.write("b");
  lines.emptyLine();
  lines.emptyLine();
  lines.write("c");
  lines.newLine();
  lines.emptyLine();
  lines.write("d");
  lines.newLines(3);
  expect(lines.finish()).toBe("a\nb\n\nc\n\nd\n\n\n");
});
