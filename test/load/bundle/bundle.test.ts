import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { compileFiles, compileFolder, fine, head, withWeb } from "../../support/compile.js";
import {
  folderWith,
  marked,
  nixpawn,
  problemsOf,
  type ShownProblem,
} from "../../support/program.js";

/** A config that throws unless this holds, and has a problem at «». */
const provided = (claim: string, before = ""): string =>
  `${head}${before}\nif (!(${claim})) throw new Error("wrong");\nexport default defineContainers({ web: { tmpfs: [«7], ${fine} } } as any);\n`;

/**
 * Configs that use the language as people do. Each has one mistake at its end: so they are bundled
 * and run, and bundled and run again with every literal instrumented, and the place must be right.
 */
const uses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "enums, namespaces, decorators, satisfies, generics, using": {
    "containers.ts": provided(
      `E.B === "b" && C.D === 3 && N.inner.x[0] === 1 && new K(2).sum() === 6 && log.join() === "m,K,disposed"`,
      `enum E { A = "a", B = "b" }
const enum C { D = 3 }
namespace N { export const inner = { x: [1] }; export const other = { ...inner }; }
const log: string[] = [];
const note = (name: string) => (_value: unknown, _context: unknown) => { log.push(name); };
@note("K") class K<X extends number = number> { #p = { q: 1 }; static s = [3]; constructor(readonly x: X) {}
  @note("m") sum(): number { const [a = 0] = K.s; return this.#p.q + a + this.x; } }
{ using r = { [Symbol.dispose]() { log.push("disposed"); } }; void r; }
type T = { [k in "a" | "b"]?: \`x\${string}\` }; const t = { a: "x1" } satisfies T as T; void t!.a;`,
    ),
  },
  "files of every kind of module": {
    "containers.ts": provided(
      "a + b + c + d + e.f + g === 21",
      'import { a } from "./a.mjs"; import { b } from "./b.cjs"; import { c } from "./c.js"; import d from "./d.js"; import * as e from "./e"; const { g } = require("./g.cjs");',
    ),
    "a.mts": "export const a: number = 1;",
    "b.cts": "export const b: number = 2;",
    "c.ts": "export const c: number = 3;",
    "d.js": "module.exports = 4;",
    "e.tsx": "export const f = (<X,>(x: X) => x)(5);",
    "g.cjs": "exports.g = 6;",
  },
  "what a createRequire of its own loads": {
    "containers.ts": provided(
      'a + b("x").length + c.default + again.n + data.j + log.length === 14 && missing === "MODULE_NOT_FOUND"',
      `import module, { createRequire as make } from "node:module";
const log: string[] = []; (globalThis as any).log = log;
const load = make(import.meta.url); const other = module.createRequire(import.meta.filename);
let missing; try { load("./nothing.cjs"); } catch (error) { missing = (error as any).code; }
if (log.length > 0) throw new Error("early");
const a = make(import.meta.url)("./a.cjs").a; const b = load("./sub/b").map((one: string) => one)[0] && ((x: string) => [x, x]);
const c = other("./c.mjs"); const again = load("./a.cjs"); const data = load("./d.json");`,
    ),
    "a.cjs": "globalThis.log.push(1); exports.a = 1; exports.n = 3;",
    "sub/b.js": "module.exports = ['b'];",
    "c.mjs": "export default 3;",
    "d.json": '{ "j": 4 }',
  },
  "JSON, with attributes and without": {
    "containers.ts": provided(
      'a.b === 1 && b === 1 && odd["not a name"] === 2 && Object.hasOwn(proto, "__proto__") && proto.default === 3 && late.default.b === 1',
      'import a, { b } from "./a.json" with { type: "json" }; import odd from "./odd.json"; import proto from "./proto.json"; const late = await import("./a.json", { with: { type: "json" } });',
    ),
    "a.json": '\uFEFF{ "b": 1 }',
    "odd.json": '{ "not a name": 2, "class": 3, "ä": 4 }',
    "proto.json": '{ "__proto__": { "x": 1 }, "default": 3 }',
  },
  "packages, of modules and CommonJS, with parts, scopes and links": {
    "containers.ts": provided(
      "esm + cjs.n + n + sub.x + older === 15",
      'import esm from "esm"; import cjs, { n } from "cjs"; import * as sub from "@scope/it/sub"; import older from "older";',
    ),
    "node_modules/esm/package.json": '{ "type": "module", "exports": "./index.js" }',
    "node_modules/esm/index.js": "export default 1;",
    "node_modules/cjs/package.json": '{ "main": "main" }',
    "node_modules/cjs/main.js":
      'exports.n = require("path").basename(__filename) === "main.js" ? 2 : 0;',
    "node_modules/@scope/it/package.json": '{ "exports": { "./sub": "./deep/sub.js" } }',
    "node_modules/@scope/it/deep/sub.js": "module.exports = { x: 4 };",
    "node_modules/older/index.js":
      "/*\nimport x from 'y'\n*/\nif (!__dirname.endsWith('older')) throw __dirname; module.exports = 6;\nreturn;",
  },
  "paths and baseUrl of a tsconfig.json with comments, by extends": {
    "containers.ts": provided(
      "a + b === 3",
      'import { a } from "@lib/a"; import { b } from "src/b";',
    ),
    "tsconfig.json": '{ // A comment.\n "extends": "./base.json", }',
    "base.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["./lib/*"], }, }, }',
    "lib/a.ts": "export const a = 1;",
    "src/b.ts": "export const b = 2;",
  },
  "dynamic imports of texts, templates and computed paths": {
    "containers.ts": provided(
      "all.join() === '1,1,2,2' && os.platform === process.platform",
      'const name = "a"; const path = "./b.mjs"; const url = new URL("./b.mjs", import.meta.url).href; const of = async (m: Promise<any>) => (await m).default;\nconst all = [await of(import("./a.js")), await of(import(`./${name}.ts`)), await of(import(path)), await of(import(url))]; const builtin = "node:process"; const os = await import(builtin);',
    ),
    "a.ts": "export default 1;",
    "b.mjs": "export default 2;",
  },
  "imports in a circle": {
    "containers.ts": provided("a() === 1", 'import { a } from "./a.js";'),
    "a.ts": 'import { b } from "./b.js"; export const a = () => b;',
    "b.ts": 'import { a } from "./a.js"; export const b = 1; export const later = () => a();',
  },
  "where it is": {
    "containers.ts": provided(
      `[import.meta.filename, __filename, fileURLToPath(import.meta.url), lib.file].every((one) => one.startsWith("/")) && import.meta.dirname === __dirname && lib.dir === join(__dirname, "lib") && existsSync(new URL("./lib/it.ts", import.meta.url)) && import.meta.resolve("./x.nix") === pathToFileURL(join(__dirname, "x.nix")).href && import.meta.resolve("node:fs") === "node:fs" && import.meta.resolve("it").endsWith("/node_modules/it/index.js")`,
      'import { existsSync } from "node:fs"; import { join } from "node:path"; import { fileURLToPath, pathToFileURL } from "node:url"; import * as lib from "./lib/it.js";',
    ),
    "lib/it.ts": "export const [file, dir] = [__filename, __dirname];",
    "node_modules/it/index.js": "",
  },
  "names of its own for where it is": {
    "containers.ts": provided(
      "__dirname === dirname(__filename) && require('./a.json').b === 1",
      'import { dirname } from "node:path"; import { fileURLToPath } from "node:url"; import { createRequire } from "node:module";\nconst __filename = fileURLToPath(import.meta.url), __dirname = dirname(__filename); const require = createRequire(import.meta.url);',
    ),
    "a.json": '{ "b": 1 }',
  },
  "a byte order mark, CRLF, tabs and wide characters": {
    "containers.ts": `\uFEFF${provided("'漢😀'.length === 3", "/* 漢字 */\tconst x = 1; void x;").replace(/\n/g, "\r\n").replace("tmpfs", "\t/* 😀 */ tmpfs")}`,
  },
  "a first line for the shell": { "containers.ts": `#!/usr/bin/env node\n${provided("true")}` },
  "separators that end a line in JavaScript alone": {
    "containers.ts": provided(
      "s.length === 3",
      'const s = "a\u2028b"; const t = `\u2029`; void t;',
    ),
  },
  "awaiting at its top level": {
    "containers.ts": provided(
      "x.y === 1 && seen.length === 2",
      "const x = await (async () => ({ y: await Promise.resolve(1) }))(); const seen = []; for await (const one of (async function* () { yield 1; yield 2; })()) seen.push(one);",
    ),
  },
  "CommonJS that knows where it is": {
    "containers.js": `#!/usr/bin/env node\n"use strict";\nconst { defineContainers } = require("nixpawn"); if (!__filename.startsWith(__dirname)) throw new Error("wrong");\nmodule.exports = defineContainers({ web: { tmpfs: [«7], ${fine} } });\n`,
  },
};

test.each(Object.entries(uses))("a config may use %s", async (_name, files) => {
  const { problems, messages, mark } = await compileFiles(files);
  expect(messages).toEqual([expect.stringMatching(/^`tmpfs\[0\]` must be/)]);
  expect(problems).toEqual([["NP103", mark]]);
});

const broken: Readonly<
  Record<string, readonly [string, Readonly<Record<string, string>>, string?]>
> = {
  "a syntax error": ["NP003", { "containers.ts": `/* 😀 */ const x = «;\n` }],
  "a syntax error in another file": [
    "NP003",
    { "containers.ts": 'import "./a.js";\n', "a.ts": "let a = [\n  1,\n  2 «3];\n" },
  ],
  "a syntax error in JSON": [
    "NP003",
    { "containers.ts": 'import a from "./a.json"; a;\n', "a.json": '{\n  "b": «tru\n}' },
  ],
  "a name declared twice": ["NP003", { "containers.ts": "const a = 1;\nlet «a = 2;\n" }],
  "a missing file": [
    "NP004",
    { "containers.ts": 'import a from «"./missing.js"; a;\n' },
    "the path is relative to the file that imports it",
  ],
  "a missing file, in CommonJS that knows where it is": [
    "NP004",
    { "containers.js": 'module.exports = [__dirname, require(«"./missing.js")];\n' },
  ],
  "a missing file, after a line for the shell": [
    "NP004",
    {
      "containers.js":
        '#!/usr/bin/env node\nmodule.exports = [__dirname, require(«"./missing.js")];\n',
    },
  ],
  "a missing file, after a computed import": [
    "NP004",
    {
      "containers.ts":
        'const a = "./b.mjs"; await import(a); await import(«"./missing.js"); export {};\n',
    },
  ],
  "a missing package": [
    "NP004",
    { "containers.ts": 'import a from «"@scope/missing/part"; a;\n' },
    "install it: npm install @scope/missing",
  ],
  "a missing name of package.json": [
    "NP004",
    { "containers.ts": 'import a from «"#missing"; a;\n' },
  ],
  "a missing module of Node": ["NP004", { "containers.ts": 'import a from «"node:missing"; a;\n' }],
  "a name twice in an object": [
    "NP011",
    { "containers.ts": 'export default { "a\\\\b": 1, web: {}, «web: {} };\n' },
  ],
  "a name twice in JSON": [
    "NP011",
    {
      "containers.ts": 'import a from "./a.json"; a;\n',
      "a.json": '{ "a": 1,\n  "b": 2, «"a": 3 }',
    },
  ],
  "a name twice in a JSON config": [
    "NP011",
    {
      "containers.json":
        '{ "containers": { "a": { "x": "{\\"" }, "x": [{}, { "a": "a" }],\n «"\\u0061": {} } }',
    },
  ],
  "a missing export": [
    "NP005",
    {
      "containers.ts": 'import { «missing } from "./a.js"; missing;\n',
      "a.ts": "export const a = 1;",
    },
  ],
  "a missing export of nixpawn": [
    "NP005",
    { "containers.ts": 'import { «definContainers } from "nixpawn";\ndefinContainers();\n' },
    "did you mean `defineContainers`?",
  ],
  "a missing export of nixpawn as a whole": [
    "NP005",
    { "containers.ts": 'import * as nixpawn from "nixpawn";\nnixpawn.«definContainers();\n' },
    "did you mean `defineContainers`?",
  ],
  "a text file": [
    "NP010",
    { "containers.ts": 'import a from «"./a.txt"; a;\n', "a.txt": "" },
    'read it: readFileSync(new URL("./a.txt", import.meta.url), "utf8")',
  ],
  "a text file with attributes": [
    "NP010",
    { "containers.ts": 'import a from «"./a.txt" with { type: "text" }; a;\n', "a.txt": "" },
  ],
  "JSON as a text": [
    "NP010",
    { "containers.ts": 'import a from «"./a.json" with { type: "text" }; a;\n', "a.json": "1" },
  ],
  WebAssembly: ["NP010", { "containers.ts": 'import a from «"./a.wasm"; a;\n', "a.wasm": "" }],
  "a style sheet": ["NP010", { "containers.ts": 'import «"./a.css";\n', "a.css": "" }],
  "a native add-on": ["NP010", { "containers.ts": 'require(«"./a.node");\n', "a.node": "" }],
  "a Nix file": [
    "NP010",
    { "containers.ts": 'import a from «"./a.nix"; a;\n', "a.nix": "" },
    'name it as a Nix file: file("./a.nix")',
  ],
};

test.each(Object.entries(broken))(
  "%s has a code and a place",
  async (_name, [code, files, hint]) => {
    const { problems, mark, hints } = await compileFiles(files);
    expect(problems).toEqual([[code, mark]]);
    if (hint !== undefined) expect(hints).toEqual([hint]);
  },
);

test("all mistakes of a bundle are shown", async () => {
  const { problems } = await compileFiles({
    "containers.ts": 'import "./a.js";\nimport "./b.js";\nimport "./missing.js";\n',
    "a.ts": "let = ;",
    "b.ts": "\n)",
  });
  expect(problems.map(([code]) => code).sort()).toEqual(["NP003", "NP003", "NP004"]);
});

test.each(["import type { A }", "import { type A }", "import { A }"])(
  "what is imported as a type alone need not be there: %s",
  async (statement) => {
    const { problems } = await compileFiles({
      "containers.ts": `${statement} from "./nowhere.js";\nlet x: A;\n${withWeb("")}`,
    });
    expect(problems).toEqual([]);
  },
);

test.each([
  ...["a b", "a(b)", "a (b) c", "a#b", "a?b", "a%20b", "a%", "a'b", 'a"b', "ü漢😀"],
  ...["a`b$c", "[b]*", "a\\b", "a\nb"],
])("a folder may be called %j", async (name) => {
  const last = `export default defineContainers({ web: { tmpfs: [7], ${fine}, path: file("./x.nix") } } as any);`;
  const folder = folderWith({
    "containers.ts": `${head}\n${last}\n`,
    "throws/containers.ts": `const f = () => {\n  throw new Error("no");\n};\nf();\n`,
    "x.nix": "",
    "node_modules/.keep": "",
  });
  const odd = `${folder}-${name}`;
  renameSync(folder, odd);
  const problemsIn = async (path: string) => {
    const { stdout } = await nixpawn(path, "validate", "--format", "json");
    const { problems } = JSON.parse(stdout) as { problems: ShownProblem[] };
    return problems.map((one) => [one.code, one.file, one.line, one.column]);
  };
  expect(await problemsIn(odd)).toEqual([
    ["NP103", join(odd, "containers.ts"), 3, last.indexOf("7") + 1],
    ["NP209", join(odd, "containers.ts"), 3, last.indexOf("path") + 1],
  ]);
  expect(await problemsIn(join(odd, "throws"))).toEqual([
    ["NP006", join(odd, "throws/containers.ts"), 2, 9],
  ]);
});

describe("links", () => {
  test("a package of the same repository is the user's own", async () => {
    const folder = folderWith({
      "app/containers.ts":
        'import { all } from "@mono/lib";\nimport { defineContainers } from "nixpawn";\nexport default defineContainers(all as any);\n',
      "lib/package.json": '{ "name": "@mono/lib", "main": "index.ts" }',
      "lib/index.ts": `export const all = {\n  web: { tmpfs: [7], ${fine} } };\n`,
    });
    mkdirSync(join(folder, "node_modules/@mono"), { recursive: true });
    symlinkSync("../../lib", join(folder, "node_modules/@mono/lib"));
    const { problems } = await compileFolder(join(folder, "app"));
    expect(problems.map(({ code, place }) => [code, place?.file, place?.start])).toEqual([
      ["NP103", join(folder, "lib/index.ts"), { line: 2, column: 18 }],
    ]);
  });

  test("a linked folder gives the same tree as the folder itself", async () => {
    const folder = folderWith({
      "real/deep/containers.ts": `${head}export default defineContainers({ web: { autoStart: true, config: [file("./web.nix"), { system: { stateVersion: "26.05" } }] } });\n`,
      "real/deep/web.nix": "{ }",
    });
    symlinkSync("real/deep", join(folder, "link"));
    const [there, here] = await Promise.all([
      compileFolder(join(folder, "real/deep")),
      compileFolder(join(folder, "link")),
    ]);
    expect(there.problems).toEqual([]);
    // An expression refuses to be asked for what Jest asks every value for.
    expect(inspect(here.plan, { depth: null })).toBe(inspect(there.plan, { depth: null }));
    expect(here.plan?.settings.outDir).toBe(join(folder, "real/deep/containers"));
  });

  test("a linked config belongs to the folder of the link, what it imports to its own", async () => {
    const folder = folderWith({
      "shared/all.ts": `${head}import { a } from "./a.js";\nexport default defineContainers({ web: { autoStart: a, config: [file("./web.nix"), { system: { stateVersion: "26.05" } }] } });\n`,
      "shared/a.ts": "export const a = true;",
      "shared/web.nix": "{ }",
      "host/.keep": "",
    });
    symlinkSync("../shared/all.ts", join(folder, "host/containers.ts"));
    const { problems, plan } = await compileFolder(join(folder, "host"));
    expect(problems).toEqual([]);
    expect(plan?.settings.outDir).toBe(join(folder, "host/containers"));
    expect(inspect(plan, { depth: 20 })).toContain(join(folder, "shared/web.nix"));
  });
});

describe("names that a module of Node does not have", () => {
  test.each([
    ['import { «readFil } from "node:fs"; readFil();', "`node:fs` exports no `readFil`"],
    [
      'import { readFileSync as read, «missing as other } from "fs"; read(other);',
      "`fs` exports no `missing`",
    ],
    ['import «all from "node:fs/missing";\nall();', "Node has no module `node:fs/missing`"],
  ])("%s", async (source, says) => {
    const { text, column } = marked(`${source}\nexport default 1;\n`);
    const [problem, ...others] = await problemsOf({ "containers.ts": text });
    expect(others).toEqual([]);
    expect(problem?.message).toBe(says);
    if (problem?.code === "NP005") expect([problem.line, problem.column]).toEqual([1, column]);
  });

  test("in another file", async () => {
    const [problem] = await problemsOf({
      "containers.ts": 'import { f } from "./lib/a.js";\nf();\nexport default 1;\n',
      "lib/a.ts":
        '\nimport { join } from "node:path";\nexport { nothing as f } from "node:path";\njoin();\n',
    });
    expect(problem).toMatchObject({ code: "NP005", line: 3, column: 10 });
  });
});

describe("nested beyond measure", () => {
  const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

  test.each([
    [
      "a JSON config",
      {
        "containers.json": `{ "containers": { "web": { "autoStart": true, "path": "/x", "specialArgs": { "a": ${deep(50_000)} } } } }`,
      },
    ],
    [
      "a JSON file",
      {
        "containers.ts": `import a from "./a.json";\n${withWeb("specialArgs: { a }")}`,
        "a.json": deep(50_000),
      },
    ],
    [
      "a value",
      {
        "containers.ts": `let a: any = 1;\nfor (let n = 0; n < 100_000; n += 1) a = { a };\n${withWeb("specialArgs: { a }")}`,
      },
    ],
    [
      "a text in brackets alone",
      {
        "containers.ts": `const a = "${"(".repeat(5000)}"; void import.meta.url;\n${withWeb("specialArgs: { a: NaN }")}`,
      },
    ],
    [
      "a long sum",
      {
        "containers.ts": `const a = ${"1 + ".repeat(20_000)}1; const b = "./b.mjs"; void (async () => import(b));\n${withWeb("specialArgs: { a: NaN }")}`,
      },
    ],
  ])("%s", async (_name, files) => {
    const folder = folderWith(files);
    const { exitCode, stdout } = await nixpawn(folder, "validate", "--format", "json");
    const { problems } = JSON.parse(stdout) as { problems: ShownProblem[] };
    // It is refused, or the process is out of stack; it does not come down.
    expect(exitCode).toBe(1);
    expect(problems.map(({ code }) => code)).toEqual([
      expect.stringMatching(/^NP(?:302|306|006|003)$/),
    ]);
  });
});

test.each(["createRequire(import.meta.url)", "createRequire(__filename)", "load"])(
  "%s loads a file that is guarded as any other",
  async (load) => {
    const { problems, mark } = await compileFiles({
      "containers.ts": `${head}import { createRequire } from "node:module"; const load = createRequire(import.meta.url);
const { both } = ${load}("./own.cjs");
export default defineContainers({ web: { ${fine.replace("config: {", "config: { x: both(config.a, config.b),")} } } as any);\n`,
      "own.cjs": "exports.both = (one, other) =>\n  «one && other»;\n",
    });
    expect(problems).toEqual([["NP313", mark]]);
  },
);
