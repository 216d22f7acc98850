import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { bundle } from "../../../src/load/bundle/bundle.js";
import { readCache } from "../../../src/load/cache/bundle-cache.js";
import { writeCache } from "../../../src/load/cache/write-cache.js";
import { folderWith, nixpawn, nixpawnWith } from "../../support/program.js";
import { configOf, load, loadFresh, oldFolderWith } from "../support/loaded.js";

/** What happens between two loads, so that the second must see another value than the first. */
interface Change {
  readonly files: Readonly<Record<string, string>>;
  /** Links, by their paths. */
  readonly links?: Readonly<Record<string, string>>;
  readonly write?: Readonly<Record<string, string>>;
  readonly relink?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

const importing = (specifier: string): string =>
  `import value from "${specifier}";\n${configOf("{ value }")}`;
const module = (value: number): string => `export default ${value};\n`;
const one = { "containers.ts": importing("./one.js"), "one.ts": module(1) };
const paths = (target: string): string =>
  `{ // A comment.\n "compilerOptions": { "paths": { "@lib/*": ["${target}/*"], }, } }`;
const twoLibs = {
  "containers.ts": importing("@lib/value"),
  "one/value.ts": module(1),
  "two/value.ts": module(2),
};
const twoPackages = {
  "containers.ts": importing("it"),
  "store/it-1/package.json": '{ "main": "index.js" }',
  "store/it-1/index.js": module(1),
  "store/it-2/package.json": '{ "main": "index.js" }',
  "store/it-2/index.js": module(2),
};
const globbed = {
  "containers.ts": [
    'const all = [];\nfor (const name of ["a", "b", "sub/c"]) {',
    "  try { all.push((await import(`./hosts/${name}.ts`)).default); } catch {}\n}",
    configOf("{ value: all }"),
  ].join("\n"),
  "hosts/a.ts": module(1),
};

const changes: Readonly<Record<string, Change>> = {
  "the config": {
    files: { "containers.ts": configOf("{ value: 1 }") },
    write: { "containers.ts": configOf("{ value: 2 }") },
  },
  "an imported file": { files: one, write: { "one.ts": module(2) } },
  "an imported JSON file": {
    files: {
      "containers.ts": importing("./one.json"),
      "one.json": "1",
    },
    write: { "one.json": "2" },
  },
  "what an imported file exports, though it stays as it is": {
    files: {
      ...one,
      "one.ts": 'export { default } from "./deep/one.js";',
      "deep/one.ts": module(1),
    },
    write: { "deep/one.ts": module(2) },
  },
  "an imported file that is gone": { files: one, remove: ["one.ts"], after: ["NP004"] },
  "a file that goes before the imported one": {
    files: { ...one, "containers.ts": importing("./one") },
    write: { "one.tsx": module(2) },
  },
  "a file that goes before a folder": {
    files: { "containers.ts": importing("./lib"), "lib/index.ts": module(1) },
    write: { "lib.ts": module(2) },
  },
  "a file that goes before a folder in another folder": {
    files: { "containers.ts": importing("./sub/lib"), "sub/lib/index.ts": module(1) },
    write: { "sub/lib.ts": module(2) },
  },
  "a file without an extension": {
    files: { ...one, "containers.ts": importing("./one") },
    write: { one: module(2) },
  },
  "a package.json in an imported folder": {
    files: {
      "containers.ts": importing("./lib"),
      "lib/index.ts": module(1),
      "lib/main.ts": module(2),
    },
    write: { "lib/package.json": '{ "main": "./main.ts" }' },
  },
  "paths of tsconfig.json": {
    files: { ...twoLibs, "tsconfig.json": paths("./one") },
    write: { "tsconfig.json": paths("./two") },
  },
  "baseUrl of tsconfig.json": {
    files: {
      "containers.ts": importing("value"),
      "one/value.ts": module(1),
      "two/value.ts": module(2),
      "tsconfig.json": '{ "compilerOptions": { "baseUrl": "one" } }',
    },
    write: { "tsconfig.json": '{ "compilerOptions": { "baseUrl": "two" } }' },
  },
  "what tsconfig.json extends": {
    files: {
      ...twoLibs,
      "tsconfig.json": '{ "extends": "./config/middle" }',
      "config/middle.json": '{ "extends": ["../base.json"] }',
      "base.json": paths("./one"),
    },
    write: { "base.json": paths("./two") },
  },
  "a package that tsconfig.json extends": {
    files: {
      ...twoLibs,
      "tsconfig.json": '{ "extends": "@base/config/strict.json" }',
      "node_modules/@base/config/package.json": "{}",
      "node_modules/@base/config/strict.json": paths("../../../one"),
    },
    write: { "node_modules/@base/config/strict.json": paths("../../../two") },
  },
  "a tsconfig.json that comes into being": {
    files: { ...twoLibs, "node_modules/@lib/value/index.js": module(1) },
    write: { "tsconfig.json": paths("./two") },
  },
  "a tsconfig.json that goes": {
    files: {
      ...twoLibs,
      "tsconfig.json": paths("./two"),
      "node_modules/@lib/value/index.js": module(1),
    },
    remove: ["tsconfig.json"],
    before: 2,
    after: 1,
  },
  "a nearer tsconfig.json": {
    files: {
      "containers.ts": 'import value from "./sub/it.js";\n' + configOf("{ value }"),
      "sub/it.ts": 'export { default } from "@lib/value";',
      "one/value.ts": module(1),
      "two/value.ts": module(2),
      "tsconfig.json": paths("./one"),
    },
    write: { "sub/tsconfig.json": paths("../two") },
  },
  "a file in a folder that paths try first": {
    files: {
      ...twoLibs,
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@lib/*": ["./zero/*", "./one/*"] } } }',
    },
    write: { "zero/value.ts": module(2) },
  },
  "how tsconfig.json has classes compiled": {
    files: {
      "containers.ts":
        'class A { set value(given: number) { throw new Error("set"); } }\nclass B extends A { value: any = 1; }\n' +
        configOf("{ value: (() => { try { return new B().value; } catch { return 2; } })() }"),
      "tsconfig.json": '{ "compilerOptions": { "useDefineForClassFields": true } }',
    },
    write: { "tsconfig.json": '{ "compilerOptions": { "useDefineForClassFields": false } }' },
  },
  "a file of a package": {
    files: { "containers.ts": importing("it"), "node_modules/it/index.js": module(1) },
    write: { "node_modules/it/index.js": module(2) },
  },
  "the main file of a package": {
    files: {
      "containers.ts": importing("it"),
      "node_modules/it/package.json": '{ "main": "one.js" }',
      "node_modules/it/one.js": module(1),
      "node_modules/it/two.js": module(2),
    },
    write: { "node_modules/it/package.json": '{ "main": "two.js" }' },
  },
  "the exports of a package": {
    files: {
      "containers.ts": importing("@some/it/part"),
      "node_modules/@some/it/package.json": '{ "exports": { "./part": "./one.js" } }',
      "node_modules/@some/it/one.js": module(1),
      "node_modules/@some/it/two.js": module(2),
    },
    write: { "node_modules/@some/it/package.json": '{ "exports": { "./part": "./two.js" } }' },
  },
  "the main file of a package that a package uses": {
    files: {
      "containers.ts": importing("it"),
      "node_modules/it/index.js": 'export { default } from "deep";',
      "node_modules/deep/package.json": '{ "main": "one.js" }',
      "node_modules/deep/one.js": module(1),
      "node_modules/deep/two.js": module(2),
    },
    write: { "node_modules/deep/package.json": '{ "main": "two.js" }' },
  },
  "a package linked to another version": {
    files: twoPackages,
    links: { "node_modules/it": "../store/it-1" },
    relink: { "node_modules/it": "../store/it-2" },
  },
  "a package linked to another version in a store of packages": {
    files: Object.fromEntries(
      Object.entries(twoPackages).map(([path, text]) => [
        path.replace("store/it-", "node_modules/.store/it-"),
        text,
      ]),
    ),
    links: { "node_modules/it": ".store/it-1" },
    relink: { "node_modules/it": ".store/it-2" },
  },
  "a nearer package": {
    files: {
      "containers.ts": 'import value from "./sub/it.js";\n' + configOf("{ value }"),
      "sub/it.ts": 'export { default } from "it";',
      "node_modules/it/index.js": module(1),
    },
    write: { "sub/node_modules/it/index.js": module(2) },
  },
  "the imports of package.json": {
    files: {
      "containers.ts": importing("#it"),
      "one.ts": module(1),
      "two.ts": module(2),
      "package.json": '{ "imports": { "#it": "./one.ts" } }',
    },
    write: { "package.json": '{ "imports": { "#it": "./two.ts" } }' },
  },
  "a linked folder": {
    files: {
      "containers.ts": importing("./lib/value.js"),
      "one/value.ts": module(1),
      "two/value.ts": module(2),
    },
    links: { lib: "one" },
    relink: { lib: "two" },
  },
  "a linked file": {
    files: { "containers.ts": importing("./value.js"), "one.ts": module(1), "two.ts": module(2) },
    links: { "value.ts": "one.ts" },
    relink: { "value.ts": "two.ts" },
  },
  "a file that fits a pattern": {
    files: globbed,
    write: { "hosts/b.ts": module(2) },
    before: [1],
    after: [1, 2],
  },
  "a file that fits a pattern, in a new folder": {
    files: { ...globbed, "hosts/sub/other.ts": module(0) },
    write: { "hosts/sub/c.ts": module(3) },
    before: [1],
    after: [1, 3],
  },
  "a config that is a link": {
    files: {
      "real/one.ts": configOf("{ value: 1 }"),
      "real/two.ts": configOf("{ value: 2 }"),
    },
    links: { "containers.ts": "real/one.ts" },
    relink: { "containers.ts": "real/two.ts" },
  },
};

function link(folder: string, links: Readonly<Record<string, string>> = {}): void {
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    rmSync(join(folder, path), { force: true });
    symlinkSync(target, join(folder, path));
  }
}

const valueOf = ({ web }: { readonly web: unknown }): unknown =>
  (web as { value?: unknown } | undefined)?.value ?? web;

describe("a bundle is made again after a change of", () => {
  test.each(Object.entries(changes))("%s", async (_name, change) => {
    const { files, links, write = {}, relink, remove = [], before = 1, after = 2 } = change;
    const folder = folderWith(files);
    link(folder, links);
    await setTimeout(50);
    expect(valueOf(await load(folder))).toEqual(before);
    // Without the change, the bundle serves.
    expect((await load(folder)).fromCache).toBe(true);
    for (const [path, text] of Object.entries(write)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    link(folder, relink);
    for (const path of remove) rmSync(join(folder, path));
    const changed = await load(folder);
    expect(valueOf(changed)).toEqual(after);
    expect(changed.fromCache).toBe(false);
    expect(valueOf(await loadFresh(folder))).toEqual(after);
  });

  test("a file of the same size and time", async () => {
    const folder = await oldFolderWith(one);
    await load(folder);
    const { atime, mtime } = statSync(join(folder, "one.ts"));
    writeFileSync(join(folder, "one.ts"), module(2));
    utimesSync(join(folder, "one.ts"), atime, mtime);
    expect(await load(folder)).toEqual({ web: { value: 2 }, fromCache: false });
  });

  test("the folder's own name", async () => {
    const folder = await oldFolderWith({
      "a/containers.ts": configOf("{ value: import.meta.dirname }"),
    });
    const cacheFolder = join(folder, "bundles");
    await load(join(folder, "a"), { cacheFolder });
    renameSync(join(folder, "a"), join(folder, "b"));
    expect(await load(join(folder, "b"), { cacheFolder })).toEqual({
      web: { value: join(folder, "b") },
      fromCache: false,
    });
  });

  test("nixpawn itself", async () => {
    const folder = await oldFolderWith(one);
    const file = join(folder, "containers.ts");
    const place = { folders: [join(folder, "c")], configFile: file, key: "one version" };
    writeCache(place, await bundle(file));
    expect(readCache(place)).toBeDefined();
    expect(readCache({ ...place, key: "another version" })).toBeUndefined();
  });
});

describe("what changes while the bundle is made is not in it for good", () => {
  test.each<[string, string, string]>([
    ["an imported file", "one.ts", module(2)],
    ["the config", "containers.ts", configOf("{ value: 2 }")],
    ["tsconfig.json", "tsconfig.json", paths("./two")],
    ["a new file", "one.tsx", module(2)],
  ])("%s", async (_name, path, text) => {
    const folder = await oldFolderWith({ ...one, "tsconfig.json": "{}" });
    const file = join(folder, "containers.ts");
    const place = { folders: [join(folder, "c")], configFile: file, key: "key" };
    const made = await bundle(file);
    writeFileSync(join(folder, path), text);
    writeCache(place, made);
    expect(readCache(place)).toBeUndefined();
  });
});

test("files that have nothing to do with it do not matter", async () => {
  const folder = await oldFolderWith({ ...one, "node_modules/.keep": "" });
  await load(folder);
  for (const path of ["README.md", "web.nix", "containers/web.nix", "new-folder/a.ts", "result"]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
  expect((await load(folder)).fromCache).toBe(true);
});

test("what a config reads when it runs is read every time", async () => {
  const folder = await oldFolderWith({
    "containers.ts": [
      'import { readFileSync } from "node:fs";',
      'const text = readFileSync(new URL("./value.txt", import.meta.url), "utf8");',
      configOf("{ text, variable: process.env.NIXPAWN_TEST }"),
    ].join("\n"),
    "value.txt": "one",
  });
  process.env.NIXPAWN_TEST = "one";
  expect((await load(folder)).web).toEqual({ text: "one", variable: "one" });
  writeFileSync(join(folder, "value.txt"), "two");
  process.env.NIXPAWN_TEST = "two";
  expect(await load(folder)).toEqual({ web: { text: "two", variable: "two" }, fromCache: true });
  delete process.env.NIXPAWN_TEST;
});

describe("a damaged cache is made again", () => {
  const damages: Readonly<Record<string, (path: string) => void>> = {
    "cut short": (path) => {
      writeFileSync(path, readFileSync(path, "utf8").slice(0, 40));
    },
    empty: (path) => {
      writeFileSync(path, "");
    },
    "other code": (path) => {
      writeFileSync(path, "export default 7;");
    },
    missing: (path) => {
      rmSync(path);
    },
    "a folder": (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  };
  const cases = Object.keys(damages).flatMap((damage) =>
    [/\.json$/, /\.mjs$/].map((kind) => [damage, kind] as const),
  );

  test.each(cases)("%s: %s", async (damage, kind) => {
    const folder = await oldFolderWith(one);
    await load(folder);
    const files = readdirSync(join(folder, ".bundles")).filter((name) => kind.test(name));
    expect(files).toHaveLength(1);
    damages[damage]?.(join(folder, ".bundles", files[0] ?? ""));
    expect(await load(folder)).toEqual({ web: { value: 1 }, fromCache: false });
  });

  test("a damaged source map costs places alone", async () => {
    const folder = await oldFolderWith({
      "containers.ts": `if (process.env.NIXPAWN_TEST === "throw") throw new Error("no");\n${configOf("{}")}`,
    });
    await load(folder);
    for (const name of readdirSync(join(folder, ".bundles"))) {
      if (name.endsWith(".map")) writeFileSync(join(folder, ".bundles", name), "{");
    }
    process.env.NIXPAWN_TEST = "throw";
    expect((await load(folder)).web).toEqual(["NP006"]);
    delete process.env.NIXPAWN_TEST;
  });
});

describe("a folder that cannot be written", () => {
  test("is left for the user's cache, and that for a temporary one that does not stay", async () => {
    const folder = folderWith({
      "containers.ts": configOf("{ autoStart: true, path: '/x' }"),
      // Nothing can be made in what is a file.
      "node_modules/.cache": "",
      "not-a-folder": "",
      "tmp/.keep": "",
    });
    const run = (cache: string) =>
      nixpawnWith(
        { XDG_CACHE_HOME: join(folder, cache), TMPDIR: join(folder, "tmp") },
        folder,
        "validate",
      );
    expect((await run("cache")).exitCode).toBe(0);
    expect(readdirSync(join(folder, "cache/nixpawn")).length).toBeGreaterThan(0);
    expect((await run("not-a-folder")).exitCode).toBe(0);
    expect(readdirSync(join(folder, "tmp"))).toEqual([".keep"]);
  });

  test("nor is a home needed", async () => {
    const folder = folderWith({ "containers.ts": configOf("{ autoStart: true, path: '/x' }") });
    for (const HOME of ["", join(folder, "containers.ts"), undefined]) {
      const { exitCode } = await nixpawnWith({ HOME, XDG_CACHE_HOME: "" }, folder, "validate");
      expect(exitCode).toBe(0);
      expect(readdirSync(folder)).toEqual(["containers.ts"]);
    }
  });
});

test("many runs at once with nothing cached", async () => {
  const folder = folderWith({
    ...one,
    "containers.ts": importing("./one.js").replace(
      "{ value }",
      "{ autoStart: !!value, path: '/x' }",
    ),
  });
  const runs = await Promise.all(Array.from({ length: 6 }, () => nixpawn(folder, "validate")));
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
  const names = readdirSync(join(folder, ".cache/nixpawn")).filter((name) => name !== "code");
  expect(names.map((name) => name.replace(/^\w+(?:-\w+)?/, "")).sort()).toEqual([
    ".json",
    ".mjs",
    ".mjs.map",
  ]);
});

test("bundles that were not used for a day are removed, others stay", async () => {
  const folder = await oldFolderWith({ "containers.ts": configOf("{ value: 1 }") });
  const bundles = () =>
    readdirSync(join(folder, ".bundles")).filter((name) => name.endsWith(".mjs"));
  await load(folder);
  const [first = ""] = bundles();
  writeFileSync(join(folder, "containers.ts"), configOf("{ value: 2 }"));
  await load(folder);
  expect(bundles()).toHaveLength(2);
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(join(folder, ".bundles", first), old, old);
  writeFileSync(join(folder, "containers.ts"), configOf("{ value: 3 }"));
  await load(folder);
  expect(bundles()).toHaveLength(2);
  expect(existsSync(join(folder, ".bundles", first))).toBe(false);
});
