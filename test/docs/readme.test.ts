import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { filesIn, folderWith, nixpawn, root } from "../support/program.js";

const page = readFileSync(join(root, "README.md"), "utf8");

/** The first block of code in a language. */
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`\\n`, "m").exec(page)?.[1] ?? "";

test("README.md: its config becomes the Nix that it shows, and its mistake is shown so", async () => {
  const folder = folderWith({ "containers.ts": block("ts") });
  expect(await nixpawn(folder, "generate")).toMatchObject({ exitCode: 0 });
  expect(filesIn(folder)["containers/web.nix"]).toBe(block("nix"));
  writeFileSync(join(folder, "containers.ts"), block("ts").replace("8080", "80800"));
  const { exitCode, stderr } = await nixpawn(folder, "validate");
  expect(exitCode).toBe(1);
  expect(stderr.startsWith(`${block("text").trimEnd()}\n`)).toBe(true);
});

test("README.md: every file that it names is there", () => {
  const named = [...page.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
