import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { firstNoText } from "../../src/load/no-text.js";
import { folderWith, nixpawn } from "../support/program.js";
import { goodConfig } from "../support/configs.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

test("a text is one, and the first byte that is none is found", () => {
  let tried = 0;
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom(0xe9, 0xff, 0x80, 0xc3),
      fc.string(),
      (before, byte, after) => {
        // A lone surrogate cannot be written at all.
        const head = Buffer.from(before);
        expect(firstNoText(head)).toBeUndefined();
        const found = firstNoText(
          Buffer.concat([head, Buffer.from([byte, 0x20]), Buffer.from(after)]),
        );
        const lines = head.toString().split("\n");
        tried += 1;
        expect(found).toMatchObject({
          line: lines.length,
          bytes: Buffer.byteLength(lines.at(-1) ?? ""),
          byte: byte.toString(16),
        });
      },
    ),
  );
  console.info(`${tried} files with bytes that are no text`);
});

describe("is a problem at its place (NP012)", () => {
  const latin = (text: string) => Buffer.from(text, "latin1");
  test.each<[string, string, Buffer]>([
    [
      "the config",
      "containers.ts",
      latin(goodConfig.replace("export", "const a = 'caf\xe9';\nexport")),
    ],
    ["a file it imports", "other.ts", latin("// \xe9\nexport const a = 1;\n")],
    ["JSON that it imports", "other.json", latin('{ "a": "\xe9" }')],
    ["UTF-16", "other.ts", Buffer.from("\ufeffexport const a = 1;", "utf16le")],
    ["a JSON config", "containers.json", latin('{ "containers": { "a": { "flake": "\xe9" } } }')],
  ])("%s", async (_name, path, content) => {
    const isConfig = path.startsWith("containers");
    const folder = folderWith(
      isConfig
        ? {}
        : { "containers.ts": `import * as other from "./${path}";\nvoid other;\n${goodConfig}` },
    );
    writeFileSync(join(folder, path), content);
    const { stdout, exitCode } = await nixpawn(folder, "generate", "--format", "json");
    const { problems } = JSON.parse(stdout) as { problems: { code: string; file: string }[] };
    expect(exitCode).toBe(1);
    expect(problems).toMatchObject([{ code: "NP012", file: join(folder, path) }]);
  });
});
