import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { compileFiles, compileText, fine, head, withWeb } from "../support/compile.js";
import { folderWith, marked, nixpawn, problemsOf } from "../support/program.js";

const last = `export default defineContainers({ web: { ${fine} } });\n`;

/** Code at the top level of a config, and what is said of it at «». */
const wrong: Readonly<Record<string, readonly [code: string, source: string, says?: string]>> = {
  "an error": ["NP006", `throw «new Error("no")»;`, "the config threw: no"],
  "an error without a message": [
    "NP006",
    `throw «new TypeError()»;`,
    "the config threw: TypeError",
  ],
  "an error in a function": ["NP006", `const f = () => { throw «new Error("no"); };\nf();`],
  "an error of the language": ["NP006", `const o: any = {};\no.a.«b;`],
  null: ["NP006", `throw «null»;`, "the config threw: null"],
  undefined: ["NP006", `throw «undefined»;`],
  "a string": [
    "NP006",
    `const f = () => {\n  throw «"words"»;\n};\nf();`,
    "the config threw: words",
  ],
  "an object": ["NP006", `throw «{ a: [1] }»;`, 'the config threw: {"a":[1]}'],
  "a list of two": ["NP006", `throw «1, 2»;`, "the config threw: 2"],
  "an object without prototype": ["NP006", `throw «Object.create(null)»;`],
  "a symbol": ["NP006", `throw «Symbol("x")»;`, "the config threw: Symbol(x)"],
  "what cannot be shown": [
    "NP006",
    `throw «{ get message() { throw 1; } }»;`,
    "the config threw: something that cannot be shown",
  ],
  "an error of another realm": [
    "NP006",
    `import { runInNewContext } from "node:vm";\n«runInNewContext("throw new Error('no')");`,
    "the config threw: no",
  ],
  "a rejected promise": ["NP006", `await Promise.reject(«new Error("no"));`],
  "process.exit": ["NP009", `process.«exit(0);`],
  "process.exit in a try": ["NP009", `try { process.«exit(); } catch {}`],
};

describe("at its line, with its code", () => {
  test.each(Object.entries(wrong))("%s", async (_name, [code, source, says]) => {
    const { problems, messages, mark } = await compileText(`${head}\n${source}\n${last}`);
    expect(problems).toEqual([[code, mark]]);
    if (says !== undefined) expect(messages).toEqual([says]);
  });

  // Jest takes these for its own.
  test.each([
    ["a rejected promise nobody waits for", `Promise.reject(«new Error("no"));`],
    [
      "an error in a timer",
      `setTimeout(() => { throw «new Error("no"); }, 1);\nawait new Promise((go) => setTimeout(go, 50));`,
    ],
  ])("%s", async (_name, source) => {
    const { text, line, column } = marked(`${head}\n${source}\n${last}`);
    const [problem, ...others] = await problemsOf({ "containers.ts": text });
    expect(problem).toMatchObject({ code: "NP006", line, column });
    expect(others).toEqual([]);
  });

  test("the calls that led there are named", async () => {
    const { result } = await compileFiles({
      "containers.ts": `import { f } from "./lib.js";\nf();\n${last}`,
      "lib.ts": `export const f = () => g();\nfunction g() { throw new Error("no"); }\n`,
    });
    expect(result.problems[0]?.place?.file).toMatch(/lib\.ts$/);
    expect(result.problems[0]?.related?.map(({ place }) => place.start.line)).toEqual([1, 2]);
  });

  test.each<[string, string, string]>([
    [
      "a default export that is rejected late",
      "NP006",
      `export default new Promise((_, no) => setTimeout(() => no(«new Error("no")), 5));`,
    ],
    ["no default export", "NP007", "«export const a = 1;"],
    ["another default export", "NP050", "export default «{ web: {} };"],
    ["another default export by name", "NP050", "const a = 7;\nexport { «a as default };"],
    ["a function", "NP050", "export default «() => ({});"],
    [
      "containers that are no object",
      "NP050",
      `import { defineContainers } from "nixpawn";\nexport default «defineContainers([] as any);`,
    ],
    [
      "settings that are no object",
      "NP050",
      `import { defineContainers } from "nixpawn";\nexport default «defineContainers({}, 7 as any);`,
    ],
  ])("%s", async (_name, code, source) => {
    const { problems, mark } = await compileText(source);
    expect(problems).toEqual([[code, mark]]);
  });
});

describe("a default export may be", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    [
      "a promise",
      {
        "containers.ts": `${head}export default (async () => defineContainers({ web: { ${fine} } }))();`,
      },
    ],
    [
      "named elsewhere",
      {
        "containers.ts": `${head}const all = defineContainers({ web: { ${fine} } });\nexport { all as default };`,
      },
    ],
    [
      "that of another file",
      { "containers.ts": 'export { default } from "./all.js";', "all.ts": `${head}${last}` },
    ],
    [
      "CommonJS",
      {
        "containers.js": `const { defineContainers } = require("nixpawn");\nmodule.exports = defineContainers({ web: { ${fine} } });`,
      },
    ],
    [
      "TypeScript's CommonJS",
      {
        "containers.ts": `import nixpawn = require("nixpawn");\nexport = nixpawn.defineContainers({ web: { ${fine} } });`,
      },
    ],
    [
      "compiled to CommonJS",
      {
        "containers.js": `Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = require("nixpawn").defineContainers({ web: { ${fine} } });`,
      },
    ],
  ])("%s", async (_name, files) => {
    const { problems, result } = await compileFiles(files);
    expect(problems).toEqual([]);
    expect(result.plan?.containers.map(({ name }) => name)).toEqual(["web"]);
  });
});

describe("a config that never finishes", () => {
  const waits = async (source: string) => {
    const { stdout, exitCode } = await nixpawn(
      folderWith({ "containers.ts": source }),
      ...["validate", "--format", "json"],
    );
    const { problems } = JSON.parse(stdout) as {
      problems: { code: string; line: number; column: number; related?: { line: number }[] }[];
    };
    expect(exitCode).toBe(1);
    return problems.map(({ code, line, column, related }) => [code, line, column, related?.length]);
  };

  test("all of its waits are shown", async () => {
    expect(
      await waits(
        `const f = async () => { await null; };\nawait f();\n  await new Promise(() => {});\nexport default 1;`,
      ),
    ).toEqual([["NP008", 2, 1, 1]]);
  });

  test("its default export is, when that is what it waits for", async () => {
    expect(await waits(`export default new Promise(() => {});`)).toEqual([
      ["NP008", 1, 16, undefined],
    ]);
  });
});

describe("what a config prints", () => {
  const print = `console.log("by log"); console.info("by info"); console.dir({ by: "dir" }); console.table([1]); console.group("by group"); console.count("by count"); process.stdout.write("by write\\n");`;

  test.each([
    ["at its top level", `${print}\n${last}`],
    [
      "in a container's function",
      `export default defineContainers({ web: () => { ${print} return { ${fine} }; } });`,
    ],
    [
      "in a module's function",
      `export default defineContainers({ web: { autoStart: true, config: () => { ${print} return { system: { stateVersion: "26.05" } }; } } });`,
    ],
    ["when all is done", `process.once("exit", () => { console.log("by log"); });\n${last}`],
  ])("%s goes to stderr, once", async (_name, source) => {
    const folder = folderWith({ "containers.ts": head + source });
    const { stdout, stderr } = await nixpawn(folder, "validate", "--format", "json");
    expect(JSON.parse(stdout)).toEqual({ version: 1, problems: [] });
    expect(stderr.match(/by log/g)).toHaveLength(1);
    if (source.includes("by write")) expect(stderr).toMatch(/by write/);
  });

  test("is not printed again when the config is loaded a second time for places", async () => {
    const source = `${head}console.log("by log");\nprocess.stderr.write("by write\\n");\nexport default defineContainers({ web: () => { console.log("in it"); return { tmpfs: 7, ${fine} } as any; } });`;
    const { stderr, exitCode } = await nixpawn(
      folderWith({ "containers.ts": source }),
      "validate",
      "--format",
      "json",
    );
    expect(exitCode).toBe(1);
    for (const words of [/by log/g, /by write/g, /in it/g]) {
      expect(stderr.match(words)).toHaveLength(1);
    }
  });

  test("and awaits that it was written are answered then, too", async () => {
    const source = `await new Promise<void>((go) => process.stderr.write("by write\\n", () => go()));\nawait new Promise<void>((go) => process.stdout.write("by write\\n", "utf8", () => go()));\n`;
    const problems = await problemsOf({ "containers.ts": `${source}${withWeb("tmpfs: 7")}` });
    expect(problems.map(({ code }) => code)).toEqual(["NP103"]);
  });
});

describe("the process is left as it was", () => {
  const state = () => [
    Reflect.get(process, "exit"),
    Reflect.get(process.stdout, "write"),
    Reflect.get(process.stderr, "write"),
  ];
  const before = state();
  let listeners: number[];
  const count = () =>
    ["beforeExit", "unhandledRejection", "uncaughtException"].map((name) =>
      process.listenerCount(name),
    );
  beforeEach(() => {
    listeners = count();
  });
  afterEach(() => {
    expect(state()).toEqual(before);
    expect(count()).toEqual(listeners);
  });

  test.each([
    ["a good config", `${head}${last}`],
    ["a config that throws", "throw new Error();"],
    ["a config with problems", withWeb("tmpfs: 7")],
    ["a syntax error", "export default {"],
  ])("after %s", async (_name, source) => {
    const spy = jest.fn();
    process.once("exit", spy);
    await compileText(source);
    process.off("exit", spy);
    expect(spy).not.toHaveBeenCalled();
  });
});
