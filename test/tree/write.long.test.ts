import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { ProblemError } from "../../src/problems/problem.js";
import { compareTree } from "../../src/tree/compare.js";
import { lockOf } from "../../src/tree/lock.js";
import { writeTree } from "../../src/tree/write.js";
import { folderWith, nixpawn, root } from "../support/program.js";
import { treeOf } from "../support/write-tree.js";

let folder = "";
beforeEach(() => {
  folder = join(folderWith({}), "containers");
});

async function codesOf(task: Promise<unknown>): Promise<string[]> {
  const error: unknown = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error("no problem", { cause: error });
  return error.problems.map((one) => one.code);
}

const plain = { force: false };

describe("writeTree", () => {
  test("creates, changes, removes, and then has nothing to do", async () => {
    expect((await writeTree(folder, treeOf("one"), plain)).created).toHaveLength(30);
    const second = await writeTree(folder, treeOf("two", 20), plain);
    expect(second.changed).toHaveLength(20);
    expect(second.removed).toHaveLength(10);
    expect((await writeTree(folder, treeOf("two", 20), plain)).unchanged).toHaveLength(20);
    expect(readdirSync(folder).sort()).toEqual(treeOf("two", 20).files.map((one) => one.path));
  });

  test("changes nothing on disk when there is nothing to do", async () => {
    await writeTree(folder, treeOf("one"), plain);
    const above = join(folder, "..");
    const long = new Date(2001, 1, 1);
    for (const path of [folder, above]) utimesSync(path, long, long);
    expect((await writeTree(folder, treeOf("one"), plain)).unchanged).toHaveLength(30);
    for (const path of [folder, above]) expect(statSync(path).mtime).toEqual(long);
  });

  test("cleans up after a run that was killed when all was written", async () => {
    await writeTree(folder, treeOf("one"), plain);
    const left = [lockOf(folder), join(folder, "c00.nix.nixpawn-tmp-0123")];
    for (const file of left) {
      writeFileSync(file, "0 gone");
      expect((await writeTree(folder, treeOf("one"), plain)).unchanged).toHaveLength(30);
      expect(existsSync(file)).toBe(false);
    }
  });

  test("leaves hand-edited files alone, unless forced", async () => {
    await writeTree(folder, treeOf("one"), plain);
    appendFileSync(join(folder, "c03.nix"), "{ mine = true; }\n");
    expect(await codesOf(writeTree(folder, treeOf("two"), plain))).toEqual(["NP401"]);
    expect(readFileSync(join(folder, "c04.nix"), "utf8")).toContain('"one"');
    await writeTree(folder, treeOf("two"), { force: true });
    expect(readFileSync(join(folder, "c03.nix"), "utf8")).toContain('"two"');
  });

  test("does not remove a hand-edited file of a removed container", async () => {
    await writeTree(folder, treeOf("one"), plain);
    appendFileSync(join(folder, "c29.nix"), "{ mine = true; }\n");
    expect(await codesOf(writeTree(folder, treeOf("one", 20), plain))).toEqual(["NP401"]);
    expect(existsSync(join(folder, "c29.nix"))).toBe(true);
  });

  test("leaves foreign files, folders and links alone", async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "c00.nix"), "{ }\n");
    mkdirSync(join(folder, "c01.nix"));
    symlinkSync("/etc/passwd", join(folder, "c02.nix"));
    writeFileSync(join(folder, "other.nix"), "{ }\n");
    expect(await codesOf(writeTree(folder, treeOf("one"), plain))).toEqual([
      "NP402",
      "NP403",
      "NP403",
    ]);
    expect(await codesOf(writeTree(folder, treeOf("one"), { force: true }))).toEqual([
      "NP403",
      "NP403",
    ]);
    expect(existsSync(join(folder, "other.nix"))).toBe(true);
  });

  test("takes files with CRLF for its own", async () => {
    await writeTree(folder, treeOf("one"), plain);
    const file = join(folder, "c00.nix");
    writeFileSync(file, readFileSync(file, "utf8").replace(/\n/g, "\r\n"));
    expect((await writeTree(folder, treeOf("two"), plain)).changed).toHaveLength(30);
  });
});

const config = (generation: string, count: number): string => `
  import { defineContainers } from "nixpawn";
  export default defineContainers(Object.fromEntries(Array.from({ length: ${String(count)} }, (_, i) =>
    ["c" + i, { config: { environment: { variables: { G: "${generation}" } }, system: { stateVersion: "26.05" } } }])));
`;

/** The generations that the modules of a tree are of, and whether each module is whole. */
function generationsIn(tree: string): Set<string> {
  const found = new Set<string>();
  for (const name of readdirSync(tree)) {
    if (!/^c\d+\.nix$/.test(name)) continue;
    const text = readFileSync(join(tree, name), "utf8");
    expect(text.endsWith("}\n")).toBe(true);
    found.add(/G = "(\w+)"/.exec(text)?.[1] ?? "broken");
  }
  return found;
}

test("killed at any time, every file is whole and the next run ends the work", async () => {
  const place = folderWith({ "containers.ts": config("g0", 200) });
  expect((await nixpawn(place, "generate")).exitCode).toBe(0);
  let interrupted = 0;
  for (let round = 1; round <= 25; round += 1) {
    writeFileSync(join(place, "containers.ts"), config(`g${String(round)}`, 200 + (round % 3)));
    const child = spawn(process.execPath, [join(root, "dist/cli.js"), "generate"], {
      cwd: place,
      stdio: "ignore",
      env: { ...process.env, XDG_CACHE_HOME: join(place, ".cache") },
    });
    const ended = new Promise<void>((resolve) =>
      child.once("exit", () => {
        resolve();
      }),
    );
    // From before the first write to after the last.
    await sleep(100 + round * 10);
    if (child.kill("SIGKILL")) interrupted += 1;
    await ended;
    expect([...generationsIn(join(place, "containers"))].every((one) => /^g\d+$/.test(one))).toBe(
      true,
    );
  }
  const last = await nixpawn(place, "generate");
  expect(last.exitCode).toBe(0);
  expect([...generationsIn(join(place, "containers"))]).toEqual(["g25"]);
  expect(readdirSync(join(place, "containers")).filter((name) => name.includes("tmp"))).toEqual([]);
  expect((await nixpawn(place, "generate", "--check")).exitCode).toBe(0);
  expect(interrupted).toBeGreaterThan(0);
});

test("two runs at once both succeed", async () => {
  const place = folderWith({ "containers.ts": config("same", 50) });
  for (let round = 0; round < 5; round += 1) {
    rmSync(join(place, "containers"), { recursive: true, force: true });
    const runs = await Promise.all([nixpawn(place, "generate"), nixpawn(place, "generate")]);
    expect(runs.map((one) => one.exitCode)).toEqual([0, 0]);
    expect((await nixpawn(place, "generate", "--check")).exitCode).toBe(0);
  }
});

const canMount = process.getuid?.() === 0;
(canMount ? test : test.skip)("a full disk leaves the old tree", async () => {
  const place = folderWith({});
  const disk = join(place, "disk");
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]);
  try {
    const tree = join(disk, "containers");
    await writeTree(tree, treeOf("one"), plain);
    execFileSync("sh", ["-c", `head -c 1000000 /dev/zero > ${disk}/filler || true`], {
      stdio: "ignore",
    });
    expect(await codesOf(writeTree(tree, treeOf("two"), plain))).toEqual(["NP404"]);
    expect(compareTree(tree, treeOf("one")).unchanged).toHaveLength(30);
    rmSync(join(disk, "filler"));
    expect((await writeTree(tree, treeOf("two"), plain)).changed).toHaveLength(30);
  } finally {
    execFileSync("umount", [disk]);
  }
});
