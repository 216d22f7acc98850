import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "@jest/globals";
import { list, string } from "../../src/nix/build.js";
import { withoutSeals } from "../../src/targets/header.js";
import { PrintMemory } from "../../src/targets/print-memory.js";
import { folderWith, nixpawn } from "../support/program.js";

let file = "";
beforeEach(() => {
  file = join(folderWith({}), "cache", "printed.json");
});

/** Asks for hashes, by path, in one run. */
function run(asked: Readonly<Record<string, unknown>>): {
  hashes: Record<string, string>;
  printed: string[];
} {
  const memory = new PrintMemory(file);
  const printed: string[] = [];
  const hashes = Object.fromEntries(
    Object.entries(asked).map(([path, content]) => {
      const print = (): string => {
        printed.push(path);
        return `hash of ${path} ${String(printed.length)}`;
      };
      return [path, memory.hashOf(path, content, print)];
    }),
  );
  memory.save();
  return { hashes, printed };
}

const content = (text: string): unknown => [list([string(text)]), { kind: "integer", value: 1n }];

test("prints what is new or has changed, and nothing else", () => {
  const first = run({ "a.nix": content("a"), "b.nix": content("b") });
  expect(first.printed).toEqual(["a.nix", "b.nix"]);
  expect(run({ "a.nix": content("a"), "b.nix": content("b") })).toEqual({ ...first, printed: [] });
  const changed = run({ "a.nix": content("other"), "b.nix": content("b") });
  expect(changed.printed).toEqual(["a.nix"]);
  expect(changed.hashes["b.nix"]).toBe(first.hashes["b.nix"]);
  // What another file was printed to says nothing of this one.
  expect(run({ "c.nix": content("b") }).printed).toEqual(["c.nix"]);
});

test.each([
  [
    { kind: "integer", value: 1n },
    { kind: "integer", value: 2n },
  ],
  [
    { kind: "integer", value: 1n },
    { kind: "integer", value: "1" },
  ],
  [
    { kind: "float", value: 0.5 },
    { kind: "float", value: 0.25 },
  ],
  [string("\ud800"), string("\ud801")],
  [list([string("a"), string("b")]), list([string("a,b")])],
])("prints anew where %p becomes %p", (before, after) => {
  run({ "a.nix": before });
  expect(run({ "a.nix": after }).printed).toEqual(["a.nix"]);
});

test("forgets what is no longer asked for, and writes only what changed", () => {
  run({ "a.nix": content("a"), "b.nix": content("b") });
  run({ "a.nix": content("a") });
  expect(readFileSync(file, "utf8")).not.toContain("b.nix");
  const { mtimeMs } = statSync(file);
  run({ "a.nix": content("a") });
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

test("prints all again when it was damaged", () => {
  run({ "a.nix": content("a") });
  const kept = readFileSync(file, "utf8");
  for (const other of [
    // The first line holds what it is for and a hash of the rest.
    kept.replace(/[0-9a-f]/, (digit) => (digit === "0" ? "1" : "0")),
    kept.slice(0, -9),
    "",
    "null",
  ]) {
    writeFileSync(file, other);
    expect(run({ "a.nix": content("a") }).printed).toEqual(["a.nix"]);
  }
});

test("does without a place to write to", () => {
  mkdirSync(dirname(dirname(file)), { recursive: true });
  writeFileSync(dirname(file), "in the way");
  expect(run({ "a.nix": content("a") }).printed).toEqual(["a.nix"]);
});

const config = (port: number): string => `
import { defineContainers } from "nixpawn";
const config = { system: { stateVersion: "26.05" } };
const network = { autoStart: true, privateNetwork: true };
export default defineContainers({
  a: { ...network, forwardPorts: [{ hostPort: ${String(port)} }], config },
  b: { ...network, config },
});
`;

test("generate sees every change of a file, of the config and of the header, with what it remembers", async () => {
  const folder = folderWith({ "containers.ts": config(1000) });
  const tree = (name: string): string => join(folder, "containers", name);
  await nixpawn(folder, "generate");
  const text = readFileSync(tree("a.nix"), "utf8");

  expect((await nixpawn(folder, "generate")).stderr).toContain("3 unchanged");
  writeFileSync(tree("a.nix"), text.replace("1000", "1001"));
  expect((await nixpawn(folder, "generate")).stderr).toContain("NP401");
  expect((await nixpawn(folder, "generate", "--force")).stderr).toContain("1 changed");
  expect(readFileSync(tree("a.nix"), "utf8")).toBe(text);

  writeFileSync(join(folder, "containers.ts"), config(2000));
  const diff = await nixpawn(folder, "generate", "--diff");
  expect(diff.stdout).toContain("-    forwardPorts = [ { hostPort = 1000; } ];");
  expect(diff.stdout).toContain("+    forwardPorts = [ { hostPort = 2000; } ];");
  // What was only looked at is remembered, and not on disk.
  expect((await nixpawn(folder, "generate")).stderr).toContain("1 changed, 2 unchanged");
  const changed = withoutSeals(text.replace("1000", "2000"));
  expect(withoutSeals(readFileSync(tree("a.nix"), "utf8"))).toBe(changed);

  const elsewhere = await nixpawn(folder, "generate", "--out-dir", "nix/tree");
  expect(elsewhere.stderr).toContain("3 created");
  expect(readFileSync(join(folder, "nix/tree/a.nix"), "utf8")).toContain("../../containers.ts");
  expect((await nixpawn(folder, "generate", "--check")).exitCode).toBe(0);
});

test("leaves what a config made of integers in JSON as it is", () => {
  const polyfill = { value: () => "polyfilled", configurable: true, writable: true };
  Object.defineProperty(BigInt.prototype, "toJSON", polyfill);
  try {
    expect(run({ "a.nix": content("a") }).printed).toEqual(["a.nix"]);
    expect(JSON.stringify(1n)).toBe('"polyfilled"');
  } finally {
    Reflect.deleteProperty(BigInt.prototype, "toJSON");
  }
  // The same without it.
  expect(run({ "a.nix": content("a") }).printed).toEqual([]);
  expect("toJSON" in BigInt.prototype).toBe(false);
});
