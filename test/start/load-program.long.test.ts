import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { folderWith, nixpawn, nixpawnWith, type Run } from "../support/program.js";

const good = `
import { defineContainers, lib, nix, pkgs } from "nixpawn";
const { platform } = await import("node:os");
const { value } = await import("./more.js");
export default defineContainers({
  web: {
    autoStart: value,
    config: ({ config }) => ({
      environment: { systemPackages: [pkgs.curl, nix\`pkgs.hello.override { a = \${platform()}; }\`] },
      networking: { hostName: lib.mkForce(config.a) },
      system: { stateVersion: "26.05" },
    }),
  },
});
`;
const more = "export const value = true;\n";

/** The files of compiled code in a folder's cache: of what every run needs, or of the parts that some do. */
function kept(folder: string, what: "program" | "parts" = "program"): string[] {
  const code = join(folder, ".cache/nixpawn/code");
  const names = existsSync(code) ? readdirSync(code) : [];
  return names
    .filter((name) => name.endsWith("_parts.v8") === (what === "parts"))
    .map((name) => join(code, name));
}

/** A folder in which a command has been run as often as it takes to keep its code. */
async function warmFolder(...words: readonly string[]): Promise<string> {
  const folder = folderWith({ "containers.ts": good, "more.ts": more });
  for (let run = 0; run < 2; run += 1) {
    expect(await nixpawn(folder, ...words)).toMatchObject({ exitCode: 0 });
  }
  expect(kept(folder)).toHaveLength(1);
  return folder;
}

test("the second run of an unchanged config keeps its code, and the third only reads it", async () => {
  const folder = folderWith({ "containers.ts": good, "more.ts": more });
  const first = await nixpawn(folder, "generate");
  expect(first).toMatchObject({ exitCode: 0 });
  expect(kept(folder)).toEqual([]);
  const second = await nixpawn(folder, "generate");
  const [file = ""] = kept(folder);
  const before = statSync(file).mtimeMs;
  expect(await nixpawn(folder, "generate")).toEqual(second);
  expect(statSync(file).mtimeMs).toBe(before);
});

test("a run that failed keeps only what is loaded when it is needed", async () => {
  const bad = good.replace("autoStart: value", 'autoStart: "yes"');
  const folder = folderWith({ "containers.ts": bad, "more.ts": more });
  const first = await nixpawn(folder, "validate");
  expect(first.exitCode).toBe(1);
  const [file = ""] = kept(folder, "parts");
  const before = statSync(file).mtimeMs;
  for (let run = 0; run < 2; run += 1) expect(await nixpawn(folder, "validate")).toEqual(first);
  expect(statSync(file).mtimeMs).toBe(before);
  expect(kept(folder)).toEqual([]);
});

test("another run adds what it needs to the parts that are kept", async () => {
  const folder = folderWith({ "containers.ts": good, "more.ts": more });
  expect(await nixpawn(folder, "validate")).toMatchObject({ exitCode: 0 });
  const [file = ""] = kept(folder, "parts");
  const before = statSync(file).size;
  writeFileSync(join(folder, "containers.ts"), good.replace("autoStart", "autoStrat"));
  const run = await nixpawn(folder, "validate");
  expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("autoStrat") });
  expect(statSync(file).size).toBeGreaterThan(before);
  expect(await nixpawn(folder, "validate")).toEqual(run);
});

test("damaged parts are made again", async () => {
  const folder = folderWith({
    "containers.ts": good.replace("autoStart", "autoStrat"),
    "more.ts": more,
  });
  const run = await nixpawn(folder, "validate");
  const [file = ""] = kept(folder, "parts");
  const whole = readFileSync(file);
  for (const at of [3, 40, 500, whole.length >> 1, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    writeFileSync(file, damaged);
    expect(await nixpawn(folder, "validate")).toEqual(run);
    expect(readFileSync(file).equals(damaged)).toBe(false);
  }
});

/** Mistakes whose places are known in different ways, some from the library's own stack. */
const mistakes = [
  ["autoStart: value", 'autoStart: "yes"'],
  ["autoStart: value", "autoStrat: value"],
  ["lib.mkForce(config.a)", "`${lib.a}`"],
  ["platform()", "() => 1"],
  ["override {", "override ("],
  ['await import("./more.js")', 'await import("./none.js")'],
  ["autoStart: value", 'autoStart: JSON.parse("{")'],
  ["autoStart: value", "autoStart: process.exit(3)"],
] as const;

test.each(mistakes)("code that was kept finds the same: %s as %s", async (from, to) => {
  const folder = await warmFolder("validate");
  writeFileSync(join(folder, "containers.ts"), good.replace(from, to));
  const run = (cache: string): Promise<Run> =>
    nixpawnWith({ XDG_CACHE_HOME: join(folder, cache) }, folder, "validate");
  const fresh = await run("empty");
  expect(fresh.exitCode).toBe(1);
  expect(fresh.stderr).toContain("containers.ts:");
  expect(await run(".cache")).toEqual(fresh);
});

test("damaged code is made again", async () => {
  const folder = await warmFolder("generate");
  const [file = ""] = kept(folder);
  const whole = readFileSync(file);
  for (const at of [3, 40, 5000, whole.length >> 1, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    writeFileSync(file, damaged);
    expect(await nixpawn(folder, "generate", "--check")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(file).equals(damaged)).toBe(false);
  }
  writeFileSync(file, whole.subarray(0, 1000));
  expect(await nixpawn(folder, "generate", "--check")).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file).length).toBeGreaterThan(100_000);
});

test("a cache that cannot be written costs nothing but time", async () => {
  const folder = await warmFolder("generate");
  rmSync(join(folder, ".cache/nixpawn/code"), { recursive: true });
  writeFileSync(join(folder, ".cache/nixpawn/code"), "in the way");
  expect(await nixpawn(folder, "generate")).toMatchObject({ exitCode: 0 });
});
