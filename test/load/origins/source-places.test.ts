import { expect, test } from "@jest/globals";
import { sourcePlaces, sourceText, stackSites } from "../../../src/load/origins/source-places.js";
import { folderWith } from "../../support/program.js";

test.each<[string, string | undefined]>([
  ["    at f (file:///a/b.mjs?run=1:2:3)", "file:///a/b.mjs?run=1"],
  ["    at file:///a/b.mjs:2:3", "file:///a/b.mjs"],
  ["    at async file:///a/b.mjs:2:3", "file:///a/b.mjs"],
  ["    at async Promise.all (index 0)", undefined],
  ["    at async f (/a/b.mjs:2:3)", "/a/b.mjs"],
  ["    at new A (/a/b.mjs:2:3)", "/a/b.mjs"],
  ["    at A.f [as g] (/a/b.mjs:2:3)", "/a/b.mjs"],
  ["    at f (file:///a(b)/c%20(d).mjs:2:3)", "file:///a(b)/c%20(d).mjs"],
  ["    at file:///a(b)/c.mjs:2:3", "file:///a(b)/c.mjs"],
  ["    at f (/a (b)/c.mjs:2:3)", "/a (b)/c.mjs"],
  ["    at <anonymous>", undefined],
  ["    at JSON.parse (<anonymous>)", undefined],
  ["    at f (node:internal/x:2:3)", undefined],
  ["Error: at /a/b.mjs:2:3", undefined],
])("the frame %j", (frame, file) => {
  expect(stackSites(`Error: words\n${frame}\n    at g (/z.mjs:7:8)`)).toEqual([
    ...(file === undefined ? [] : [{ file, line: 2, column: 3 }]),
    { file: "/z.mjs", line: 7, column: 8 },
  ]);
});

test("no stack has no sites", () => {
  expect(stackSites(undefined)).toEqual([]);
  expect(stackSites("")).toEqual([]);
});

test.each(["", "{", "null", "[]", '{ "version": 3 }'])("a map that is %j has no places", (map) => {
  const placeOf = sourcePlaces("/a/b.mjs", "/a", () => map);
  expect(placeOf({ file: "file:///a/b.mjs", line: 1, column: 1 })).toBeUndefined();
});

test("a map is read when a place in its bundle is asked for, once", () => {
  let reads = 0;
  const placeOf = sourcePlaces("/a/b c.mjs", "/a", () => {
    reads += 1;
    return JSON.stringify({ version: 3, names: [], sources: ["../x/y.ts"], mappings: "AACE" });
  });
  expect(placeOf(undefined)).toBeUndefined();
  expect(placeOf({ file: "file:///a/other.mjs", line: 1, column: 1 })).toBeUndefined();
  expect(placeOf({ file: "file:///%", line: 1, column: 1 })).toBeUndefined();
  expect(reads).toBe(0);
  const place = { file: "/x/y.ts", start: { line: 2, column: 3 } };
  expect(placeOf({ file: "file:///a/b%20c.mjs?run=7", line: 1, column: 5 })).toEqual(place);
  expect(placeOf({ file: "/a/b c.mjs", line: 1, column: 1 })).toEqual(place);
  expect(reads).toBe(1);
});

test("a file that cannot be read is empty", () => {
  const folder = folderWith({ "a.ts": "\uFEFFx" });
  expect(sourceText(`${folder}/a.ts`).text).toBe("x");
  expect(sourceText(`${folder}/missing.ts`).text).toBe("");
  expect(sourceText(folder).text).toBe("");
});
