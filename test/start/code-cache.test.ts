import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "@jest/globals";
import { CodeCache } from "../../src/start/code-cache.js";
import { folderWith } from "../support/program.js";

let folder = "";
beforeEach(() => {
  folder = join(folderWith({}), "not", "yet", "there");
});

const code = Buffer.from(Array.from({ length: 1000 }, (_, index) => (index * 37) % 251));
const cacheOf = (program = "/a/program-1.cjs", purpose = "generate"): CodeCache =>
  new CodeCache(folder, program, purpose);

/** The file that a cache keeps its code in. */
function file(): string {
  const [name = ""] = readdirSync(folder);
  return join(folder, name);
}

test("gives back what was kept, to the same program for the same purpose", () => {
  expect(cacheOf().read()).toBeUndefined();
  cacheOf().write(code);
  expect(cacheOf().read()).toEqual(code);
  expect(cacheOf("/a/program-2.cjs").read()).toBeUndefined();
  expect(cacheOf(undefined, "validate").read()).toBeUndefined();
});

test("a purpose of any text stays in the folder", () => {
  cacheOf(undefined, "../../\0 x/..").write(code);
  expect(cacheOf(undefined, "../../\0 x/..").read()).toEqual(code);
  expect(readdirSync(folder)).toHaveLength(1);
});

test("gives nothing that was damaged: V8 would crash", () => {
  cacheOf().write(code);
  const whole = readFileSync(file());
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    writeFileSync(file(), damaged);
    expect(cacheOf().read()).toBeUndefined();
  }
  for (const length of [0, 1, 31, 32, 33, 500, whole.length - 1]) {
    writeFileSync(file(), whole.subarray(0, length));
    expect(cacheOf().read()).toBeUndefined();
  }
  cacheOf().write(code);
  expect(cacheOf().read()).toEqual(code);
});

test("fails silently where it cannot be kept", () => {
  folder = join(folderWith({ file: "" }), "file");
  cacheOf().write(code);
  expect(cacheOf().read()).toBeUndefined();
});

test("removes what was not written for a month", () => {
  mkdirSync(folder, { recursive: true });
  const days = (count: number): Date => new Date(Date.now() - count * 24 * 60 * 60 * 1000);
  for (const [name, age] of [
    ["old.v8", 31],
    ["new.v8", 29],
  ] as const) {
    writeFileSync(join(folder, name), "");
    utimesSync(join(folder, name), days(age), days(age));
  }
  cacheOf().write(code);
  expect(readdirSync(folder)).toContain("new.v8");
  expect(readdirSync(folder)).not.toContain("old.v8");
});

(process.getuid?.() === 0 ? test : test.skip)("gives nothing of another user", () => {
  cacheOf().write(code);
  chownSync(file(), 12345, 12345);
  expect(cacheOf().read()).toBeUndefined();
});
