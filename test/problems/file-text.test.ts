import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { fileText } from "../../src/problems/file-text.js";

test("a file has a text; what is missing, or a folder, has none", () => {
  const folder = mkdtempSync(join(tmpdir(), "file-text-"));
  try {
    writeFileSync(join(folder, "file"), "ä\n");
    expect(fileText(join(folder, "file"))).toBe("ä\n");
    expect(fileText(join(folder, "missing"))).toBeUndefined();
    expect(fileText(folder)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
