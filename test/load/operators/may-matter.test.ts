import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { mayCompute } from "../../../src/load/operators/may-matter.js";
import { parseSource } from "../../../src/load/origins/parse-typescript.js";
import { userModule } from "../../../src/load/bundle/user-module.js";
import { root } from "../../support/program.js";

test.each([
  'export default defineContainers({ ...a, "b-c": { tmpfs: ["/x:size=5"], a: lib.mkForce("x") } });',
  'import * as x from "a-b"; // a && b\n/* c ? d : e */ const a = { b: nix`a && ${pkgs.b} "` };',
  "export const a = { b: 1 } satisfies Record<string, ContainerOptions>;",
  "export default defineContainers({ web: { config: ({ pkgs }) => ({ a: [pkgs.b] }) } });",
])("%j is not parsed", (text) => {
  expect(mayCompute(text)).toBe(false);
});

test.each([
  "const a = b && c;",
  'nix`say "`, a && b, `"`;',
  "const a = `x${b}`;",
  "const f = () => { return`x${b}`; };",
  "nix`${a && b}`;",
  'const r = /"/; x = a || b;',
  "const o = { [a.b]: 1 };",
  "a.map((x) => x);",
  "if (a) b();",
  "const { a = 1 } = b;",
  "const f = ({ a = {}, b }) => a;",
  "String(a);",
  "const f = (c) => ({ ...c, config: { ...c.config, x: 1 } });",
])("%j is", (text) => {
  expect(mayCompute(text)).toBe(true);
});

test("every guarded file is still a program, and nothing but calls were put in", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter(
    (one) => one.endsWith(".ts") && !one.endsWith(".d.ts"),
  );
  for (const file of files) {
    const text = readFileSync(join(root, "src", file), "utf8");
    const guarded = userModule(`/x/${file}`, text, "own");
    expect([file, parseSource(file, guarded.text) === undefined]).toEqual([file, false]);
  }
  process.stdout.write(`${files.length} files guarded\n`);
});
