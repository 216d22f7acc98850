import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { keepText, readKeptText, readOwnFile } from "../../../src/load/cache/kept-file.js";
import { makeFolder } from "../../../src/load/cache/make-folder.js";
import { runs } from "../../nix/support/sample.js";
import { filesIn, folderWith, nixpawnWith } from "../../support/program.js";

function kept(): string {
  const file = join(folderWith({}), "cache", "one");
  keepText(file, "a purpose", "a text\n");
  return file;
}

test("a text is kept for its purpose, for this user alone", () => {
  const file = kept();
  expect(readKeptText(file, "a purpose")).toBe("a text\n");
  expect(readKeptText(file, "another")).toBeUndefined();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
  chmodSync(join(file, ".."), 0o777);
  keepText(file, "a purpose", "more");
  expect(readKeptText(file, "a purpose")).toBe("more");
});

test("any other byte, and any other length, is no text", () => {
  const file = kept();
  const whole = readFileSync(file);
  for (const [index, byte] of whole.entries()) {
    const damaged = Buffer.from(whole);
    damaged[index] = byte ^ 1;
    writeFileSync(file, damaged);
    expect(readKeptText(file, "a purpose")).toBeUndefined();
    writeFileSync(file, whole.subarray(0, index));
    expect(readKeptText(file, "a purpose")).toBeUndefined();
  }
  writeFileSync(file, whole);
  expect(readKeptText(file, "a purpose")).toBe("a text\n");
});

const isRoot = process.getuid?.() === 0;

test.each<[string, (file: string) => void]>([
  [
    "a file of mode 0620",
    (file) => {
      chmodSync(file, 0o620);
    },
  ],
  [
    "a file of mode 0602",
    (file) => {
      chmodSync(file, 0o602);
    },
  ],
  [
    "a folder of mode 0770",
    (file) => {
      chmodSync(join(file, ".."), 0o770);
    },
  ],
  [
    "a sticky folder for all",
    (file) => {
      chmodSync(join(file, ".."), 0o1777);
    },
  ],
  [
    "a link to it",
    (file) => {
      renameSync(file, `${file}.real`);
      symlinkSync(`${file}.real`, file);
    },
  ],
  [
    "a link to its folder",
    (file) => {
      renameSync(join(file, ".."), join(file, "../../real"));
      symlinkSync("real", join(file, ".."));
    },
  ],
  [
    "a folder in its place",
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
  [
    "a FIFO in its place",
    (file) => {
      rmSync(file);
      execFileSync("mkfifo", [file]);
    },
  ],
  ...(isRoot
    ? ([
        [
          "another user's file",
          (file) => {
            chownSync(file, 12345, 12345);
          },
        ],
        [
          "another user's folder",
          (file) => {
            chownSync(join(file, ".."), 12345, 12345);
          },
        ],
      ] as [string, (file: string) => void][])
    : []),
])("%s is as if it were not there", (_what, change) => {
  const file = kept();
  expect(readOwnFile(file)).toBeDefined();
  change(file);
  expect(readOwnFile(file)).toBeUndefined();
  expect(readKeptText(file, "a purpose")).toBeUndefined();
});

test("a folder that cannot be made is an error at once", () => {
  expect(() => {
    makeFolder("/proc/none/at/all");
  }).toThrow(/ENOENT/);
  const folder = folderWith({ file: "" });
  expect(() => {
    makeFolder(join(folder, "file/a"));
  }).toThrow(/EEXIST|ENOTDIR/);
  makeFolder(join(folder, "a/b/c"));
  expect(statSync(join(folder, "a/b/c")).isDirectory()).toBe(true);
});

const config = `
  import { defineContainers, nix } from "nixpawn";
  export default defineContainers({ web: { autoStart: true, config: nix\`{ system.stateVersion = "26.05"; }\` },
    db: { autoStart: true, config: { system: { stateVersion: "26.05" } } } });`;

/** What a damaged cache may not change: the tree and the answer. */
test("whatever befalls the files of a cache, the next run is that of a fresh one", async () => {
  const made = folderWith({ "containers.ts": config, "node_modules/x": "" });
  const env = (folder: string) => ({ XDG_CACHE_HOME: join(folder, "home") });
  const run = (folder: string, ...words: string[]) =>
    nixpawnWith(env(folder), folder, "generate", ...words);
  await run(made);
  // A usual run keeps what V8 compiled.
  const fresh = await run(made);
  expect(fresh.exitCode).toBe(0);
  const tree = filesIn(join(made, "containers"));
  const files = ["home", "node_modules/.cache/nixpawn"].flatMap((folder) =>
    Object.keys(filesIn(join(made, folder))).map((path) => `${folder}/${path}`),
  );
  expect(files.length).toBeGreaterThan(3);
  const damages = fc.oneof(
    fc.record({ kind: fc.constant("flip"), at: fc.double({ min: 0, max: 0.9999, noNaN: true }) }),
    fc.record({ kind: fc.constant("cut"), at: fc.double({ min: 0, max: 0.9999, noNaN: true }) }),
    fc.record({
      kind: fc.constantFrom("empty", "folder", "fifo", "link", "open"),
      at: fc.constant(0),
    }),
  );
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), damages, async (path, { kind, at }) => {
      const file = join(made, path);
      const whole = readFileSync(file);
      const place = Math.floor(at * whole.length);
      const damaged = Buffer.from(whole);
      damaged[place] = (damaged[place] ?? 0) ^ 0x10;
      if (kind === "flip") writeFileSync(file, damaged);
      else if (kind === "cut") writeFileSync(file, whole.subarray(0, place));
      else if (kind === "empty") writeFileSync(file, "");
      else if (kind === "open") {
        writeFileSync(file, damaged);
        chmodSync(file, 0o666);
      } else {
        rmSync(file);
        if (kind === "folder") mkdirSync(file);
        else if (kind === "fifo") execFileSync("mkfifo", [file]);
        else symlinkSync("/etc/passwd", file);
      }
      rmSync(join(made, "containers"), { recursive: true });
      expect(await run(made)).toMatchObject({ exitCode: 0, stderr: "containers: 3 created\n" });
      expect(filesIn(join(made, "containers"))).toEqual(tree);
      expect(await run(made, "--check")).toMatchObject({ exitCode: 0 });
      rmSync(file, { recursive: true, force: true });
      writeFileSync(file, whole, { mode: 0o600 });
      tried += 1;
    }),
    { numRuns: 30 * runs },
  );
  process.stdout.write(`damaged ${String(files.length)} files of caches ${String(tried)} times\n`);
});

test.each<[string, (folder: string) => Record<string, string>]>([
  ["cannot be made", () => ({ XDG_CACHE_HOME: "/proc/none", TMPDIR: "/proc/none" })],
  ["is a file", (folder) => ({ XDG_CACHE_HOME: join(folder, "containers.ts") })],
  [
    "is a link that leads nowhere",
    (folder) => {
      symlinkSync("/proc/none/x", join(folder, "link"));
      return { XDG_CACHE_HOME: join(folder, "link") };
    },
  ],
  ["is a device", () => ({ XDG_CACHE_HOME: "/dev/null" })],
])("a cache's folder that %s does no harm", async (_what, envOf) => {
  const folder = folderWith({ "containers.ts": config, "node_modules/.cache": "" });
  const run = await nixpawnWith(envOf(folder), folder, "generate");
  expect(run).toMatchObject({ exitCode: 0, stderr: "containers: 3 created\n" });
});

test("a cache that another user prepared is not run", async () => {
  const folder = folderWith({ "containers.ts": config, "node_modules/x": "" });
  const env = { XDG_CACHE_HOME: join(folder, "home") };
  await nixpawnWith(env, folder, "generate");
  const cache = join(folder, "node_modules/.cache/nixpawn");
  const bundle = Object.keys(filesIn(cache)).find((path) => path.endsWith(".mjs")) ?? "";
  // With a manifest that fits, as anybody could write it.
  const text = `${readFileSync(join(cache, bundle), "utf8")}\nthrow new Error("not mine");`;
  cpSync(cache, join(folder, "before"), { recursive: true });
  writeFileSync(join(cache, bundle), text);
  chmodSync(join(cache, bundle), 0o666);
  expect(lstatSync(join(cache, bundle)).mode & 0o022).not.toBe(0);
  expect(await nixpawnWith(env, folder, "generate")).toMatchObject({ exitCode: 0 });
});
