import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../support/program.js";

/** Folders of `src/` in the order of ARCHITECTURE.md; each imports only those before it. */
const order = [
  ...["problems", "nix", "containers", "authoring", "load", "plan", "conf", "targets", "tree"],
  ...["evaluate", "host", "cli", "start"],
];

const sources = join(root, "src");
const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .sort();

/** The files that a file imports, and whether only their types. */
function importsOf(path: string): { readonly to: string; readonly isType: boolean }[] {
  const text = readFileSync(join(sources, path), "utf8");
  const found = text.matchAll(/^(?:import|export)( type)?\s[^;]*?\bfrom "(\.[^"]+)";/gm);
  return [...found].flatMap(([, type, specifier = ""]) => {
    const to = relative(sources, join(sources, dirname(path), specifier)).replace(/\.js$/, ".ts");
    return files.includes(to) ? [{ to, isType: type !== undefined }] : [];
  });
}

const arrows = files.flatMap((from) => importsOf(from).map((one) => ({ from, ...one })));
const folderOf = (path: string): string => path.split("/")[0] ?? "";

test("each folder is in the order, and imports only those before it", () => {
  const folders = files.filter((path) => path.includes("/")).map(folderOf);
  expect([...new Set(folders)].sort()).toEqual([...order].sort());
  const wrong = arrows.filter(({ from, to }) => {
    const [own, other] = [order.indexOf(folderOf(from)), order.indexOf(folderOf(to))];
    return own !== -1 && other > own;
  });
  // The types of what is to the right may be told of; its code may not be run.
  expect(wrong.filter(({ isType }) => !isType)).toEqual([]);
});

/** Rooms of `src/host/`: what touches a host, what is on it, what is to be done, what does it. */
const rooms = ["system", "snapshot", "actions", "act"];

test("in host/, each room imports only those before it", () => {
  const roomOf = (path: string): number =>
    folderOf(path) === "host" ? rooms.indexOf(path.split("/")[1] ?? "") : -1;
  const own = arrows.filter(({ from, to, isType }) => {
    return !isType && roomOf(from) !== -1 && roomOf(to) > roomOf(from);
  });
  expect(own).toEqual([]);
  expect(arrows.filter(({ from }) => roomOf(from) === 3).length).toBeGreaterThan(20);
});

/** What a language repeats in itself: an expression has expressions, a module modules. */
const repeated = ["nix/parser", "nix/printer", "nix", "plan/modules"];

test("no files import each other in a circle, but those of what contains itself", () => {
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of arrows) {
    if (!isType) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start !== -1) circles.push(way.slice(start));
    if (done.has(path)) return;
    done.add(path);
    for (const to of next.get(path) ?? []) visit(to, [...way, path]);
  };
  for (const path of files) visit(path, []);
  const others = circles.filter((circle) => {
    const rooms = new Set(circle.map(dirname));
    return rooms.size > 1 || !repeated.includes([...rooms][0] ?? "");
  });
  expect(others).toEqual([]);
});

test("a test stands at the path of its source", () => {
  const folders = new Set(files.map((path) => dirname(path)));
  expect(folders.size).toBeGreaterThan(20);
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  const stems = new Map(files.map((path) => [basename(path, ".ts"), path]));
  const astray = tests.filter((path) => {
    const stem = /^(.*?)(?:\.long)?\.test\.ts$/.exec(path)?.[1];
    if (stem === undefined) return false;
    const source = stems.get(basename(stem));
    // Of a name that several files have, or none, the place says what is meant.
    const isOne = files.filter((one) => basename(one, ".ts") === basename(stem)).length === 1;
    const isAlone =
      isOne &&
      source !== undefined &&
      folders.has(dirname(path)) &&
      folderOf(source) === folderOf(path);
    return isAlone && source !== `${stem}.ts`;
  });
  expect(astray).toEqual([]);
});
