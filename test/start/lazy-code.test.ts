import { join } from "node:path";
import { Script } from "node:vm";
import { expect, test } from "@jest/globals";
import { CodeCache } from "../../src/start/code-cache.js";
import { LazyCode } from "../../src/start/lazy-code.js";
import { folderWith } from "../support/program.js";

/** What would be compiled at the next start, by file: whether from what is kept. */
function load(folder: string, texts: Readonly<Record<string, string>>): [string, boolean][] {
  const lazy = new LazyCode(new CodeCache(folder, "/a/program-1.cjs", "validate parts"));
  const before = new Set(process.listeners("exit"));
  const used: [string, boolean][] = [];
  for (const [file, text] of Object.entries(texts)) {
    lazy.script(file, text, (cachedData) => {
      used.push([file, cachedData !== undefined]);
      return new Script(text, { ...(cachedData === undefined ? {} : { cachedData }) });
    });
  }
  // The end of the run.
  for (const listener of process.listeners("exit")) {
    if (before.has(listener)) continue;
    process.removeListener("exit", listener);
    listener(0);
  }
  return used;
}

test("what was compiled of a file is kept until its text changes, beside that of others", () => {
  const folder = join(folderWith({}), "code");
  const [a, b] = ["(function () { return 1; })", "(function () { return 22; })"];
  expect(load(folder, { "a.cjs": a })).toEqual([["a.cjs", false]]);
  expect(load(folder, { "a.cjs": a })).toEqual([["a.cjs", true]]);
  expect(load(folder, { "a.cjs": a, "b.cjs": b })).toEqual([
    ["a.cjs", true],
    ["b.cjs", false],
  ]);
  // V8 itself looks at the length alone.
  const other = a.replace("1", "2");
  expect(load(folder, { "a.cjs": other, "b.cjs": b })).toEqual([
    ["a.cjs", false],
    ["b.cjs", true],
  ]);
  expect(load(folder, { "b.cjs": b, "a.cjs": other })).toEqual([
    ["b.cjs", true],
    ["a.cjs", true],
  ]);
});

test("without a folder nothing is kept", () => {
  const lazy = new LazyCode(undefined);
  const script = lazy.script("a.cjs", "1 + 1", (data) => {
    expect(data).toBeUndefined();
    return new Script("1 + 1");
  });
  expect(script.runInThisContext()).toBe(2);
});
