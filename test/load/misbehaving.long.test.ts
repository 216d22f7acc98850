import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import { configOf, goodConfig, state } from "../support/configs.js";
import { folderWith, marked, nixpawn, problemsOf, root } from "../support/program.js";

interface Answer {
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly line?: number;
  }[];
}

/** Whatever a config does: JSON and nothing else on stdout, within a second or so, and no 70. */
async function answerTo(code: string, command = "generate") {
  const folder = folderWith({ "containers.ts": `${code}\n${goodConfig}` });
  const { exitCode, stdout, stderr } = await nixpawn(folder, command, "--format", "json");
  const { problems } = JSON.parse(stdout) as Answer;
  expect(exitCode).toBe(problems.length === 0 ? 0 : 1);
  return { codes: problems.map((one) => one.code), problems, stderr, folder };
}

describe("what a config does to the language is a problem (NP013)", () => {
  test.each([
    "(Object.prototype as any).extra = 1;",
    "(Object.prototype as any).get = 1;",
    'Object.defineProperty(Object.prototype, "extra", { value: 1, enumerable: true });',
    'Object.defineProperty(Object.prototype, "extra", { get() { throw new Error("got"); }, set() {}, enumerable: true });',
    'Array.prototype.map = () => { throw new Error("no"); };',
    "Array.prototype.push = Array.prototype.flatMap = undefined as any;",
    "(Array.prototype as any)[Symbol.iterator] = function* () {};",
    "(Array.prototype as any).toJSON = () => 1;",
    'JSON.stringify = () => "x";',
    "(globalThis as any).Map = class {};",
    "(globalThis as any).Promise = class {};",
    "Promise.prototype.then = () => new Promise(() => undefined) as any;",
    'String.prototype.replace = () => "x"; RegExp.prototype.exec = () => null;',
    "Object.keys = Object.entries = () => []; Reflect.ownKeys = () => [];",
    "Object.setPrototypeOf(Array.prototype, { x: 1 });",
    "globalThis.process = undefined as any;",
    "delete (globalThis as any).process;",
  ])("%s", async (code) => {
    const { codes, problems } = await answerTo(code);
    expect(codes).toEqual(["NP013"]);
    expect(problems[0]?.line).toBeDefined();
  });

  test.each<[code: string, name: string]>([
    [
      '«Object.defineProperty(String.prototype, "replaceAll", { value: () => "x" });',
      "String.prototype.replaceAll",
    ],
    ['«Object.defineProperty(Object.prototype, "extra", { value: 1 });', "Object.prototype.extra"],
    [
      "«Object.defineProperties(String.prototype, { replaceAll: { value: 1 } });",
      "String.prototype.replaceAll",
    ],
    ['«Reflect.set(Object.prototype, "extra", 1);', "Object.prototype.extra"],
    ['«Reflect.deleteProperty(Array.prototype, "map");', "Array.prototype.map"],
    ["«Object.setPrototypeOf(Array.prototype, {});", "Array.prototype.__proto__"],
    [
      "(Array.prototype as any)[«Symbol.iterator] = function* () {};",
      "Array.prototype[Symbol.iterator]",
    ],
    [
      "Array.prototype[«Symbol.iterator] = function* () {} as any;",
      "Array.prototype[Symbol.iterator]",
    ],
    ["(Object.prototype as any).«extra = 1;", "Object.prototype.extra"],
    ["const own = Array.prototype; own.«map = () => [] as any;", "Array.prototype.map"],
    [
      'const { prototype } = Array; «Object.defineProperty(prototype, "map", { value: 1 });',
      "Array.prototype.map",
    ],
    [
      'const { map } = Array.prototype; (String.prototype as any).red = map; «Object.defineProperty(Array.prototype, "map", { value: 1 });',
      "Array.prototype.map",
    ],
    ["globalThis.«Map = class {} as any;", "Map"],
    ["delete (globalThis as any).«process;", "process"],
  ])("%s is told where it stands", async (source, name) => {
    const { text, line, column } = marked(`${source}\n${goodConfig}`);
    const problems = await problemsOf({ "containers.ts": text });
    expect(problems.map(({ message }) => message)).toEqual([
      `the config changes what the language itself has: \`${name}\``,
    ]);
    expect(problems).toMatchObject([{ line, column }]);
  });

  test("also in a function that is called later", async () => {
    const problems = await problemsOf({
      "containers.ts": configOf(
        `web: () => { (Object.prototype as any).extra = 1; return { ${state} }; }`,
      ),
    });
    expect(problems.map(({ code }) => code)).toEqual(["NP013"]);
  });

  test.each([
    '(String.prototype as any).red = "x";',
    'Object.defineProperty(Object.prototype, "should", { get: () => 1, configurable: true });',
    "[Object, Array, Map, Set, Promise, String, RegExp, JSON, Reflect].forEach((one: any) => { Object.freeze(one); Object.freeze(one.prototype ?? {}); });",
    'Error.prepareStackTrace = () => { throw new Error("x"); }; Error.stackTraceLimit = 0;',
    "(globalThis as any).console = undefined;",
    'process.chdir("/");',
    "process.exitCode = 9;",
    'process.on("exit", () => { process.exitCode = 5; process.exit(6); });',
    "process.stdout.end(); process.stdout.destroy();",
    "process.stdout.write = (() => { throw new Error() }) as any;",
  ])("what disturbs nobody is none: %s", async (code) => {
    expect((await answerTo(code)).codes).toEqual([]);
  });
});

describe("the end of the process is a problem (NP009)", () => {
  test.each([
    "process.reallyExit(0);",
    "process.abort();",
    "process.kill(process.pid);",
    'process.kill(process.pid, "SIGKILL");',
    "setTimeout(() => process.reallyExit(0), 0);",
  ])("%s", async (code) => {
    expect((await answerTo(code)).codes).toEqual(["NP009"]);
  });

  test("other processes are none of it", async () => {
    const code =
      'import { spawn } from "node:child_process";\nconst child = spawn("sleep", ["9"]); process.kill(child.pid!); process.kill(process.pid, 0);';
    expect((await answerTo(code)).codes).toEqual([]);
  });
});

describe("what comes late is the config's (NP006)", () => {
  test.each([
    ["a timer", 'setTimeout(() => { throw new Error("late"); }, 0);'],
    ["a rejection in a timer", 'setTimeout(() => { void Promise.reject(new Error("late")); }, 0);'],
    ["a microtask", 'queueMicrotask(() => { throw new Error("late"); });'],
    ["the next tick", 'process.nextTick(() => { throw new Error("late"); });'],
    ["a turn", 'setImmediate(() => { throw new Error("late"); });'],
    ["no error", 'setTimeout(() => { throw "late"; }, 0);'],
    [
      "without listeners",
      'process.removeAllListeners(); setTimeout(() => { throw new Error("late"); }, 0);',
    ],
    [
      "with one of its own",
      'process.on("uncaughtException", () => {}); setTimeout(() => { throw new Error("late"); }, 0);',
    ],
    [
      "an emitter",
      'import { EventEmitter } from "node:events";\nnew EventEmitter().emit("error", new Error("late"));',
    ],
  ])("%s", async (_name, code) => {
    const { codes, problems } = await answerTo(code);
    expect(codes).toEqual(["NP006"]);
    expect(problems[0]?.message).toMatch(/: late$/);
    expect(problems[0]?.line).toBeDefined();
  });

  test("also while nixpawn does something else", async () => {
    // Nix is asked about a template meanwhile, or a tree is written.
    const { exitCode, stdout } = await nixpawn(
      folderWith({
        "containers.ts": `const end = Date.now() + 2000;\nconst again = () => { if (Date.now() > end) return; setTimeout(again, 3); throw new Error("late"); };\nsetTimeout(again, 4);\n${goodConfig}`,
      }),
      "generate",
      "--format",
      "json",
    );
    const { problems } = JSON.parse(stdout) as Answer;
    expect([0, 1]).toContain(exitCode);
    expect(exitCode).toBe(problems.length === 0 ? 0 : 1);
  });
});

describe("stdout is for data", () => {
  const imports =
    'import { execSync, fork, spawn, spawnSync } from "node:child_process";\nimport { writeFileSync, writeSync } from "node:fs";\n';

  test.each([
    'spawnSync("echo", ["words"], { stdio: "inherit" });',
    'spawnSync("echo", ["words"], { stdio: ["ignore", "inherit", "inherit"] });',
    'execSync("echo words", { stdio: [0, 1, 2] });',
    'await new Promise((go) => spawn("echo", ["words"], { stdio: [0, process.stdout, 2] }).on("close", go));',
    'await new Promise((go) => fork("-e", [], { execArgv: ["-e", "console.log(\'words\')", "--"] }).on("close", go));',
    'writeSync(1, "words\\n");',
    'writeFileSync(1, "words\\n");',
    'const write = process.stdout.write.bind(process.stdout); setTimeout(() => write("words\\n"), 1);',
    'setTimeout(() => process.stdout.write("words\\n"), 1);',
    'console.log("words");',
  ])("%s", async (code) => {
    const { codes, stderr } = await answerTo(imports + code);
    expect(codes).toEqual([]);
    expect(stderr.match(/words/g)).toHaveLength(1);
  });

  test("what a program writes stands there once, also where the config runs twice", async () => {
    const { stdout, stderr } = await nixpawn(
      folderWith({
        "containers.ts": `${imports}spawnSync("echo", ["words"], { stdio: "inherit" }); writeSync(2, "direct\\n");\n${configOf(`web: { tmpfs: 7, ${state} } as any`)}`,
      }),
      ...["validate", "--format", "json"],
    );
    expect((JSON.parse(stdout) as Answer).problems.map(({ code }) => code)).toEqual(["NP103"]);
    expect(stderr.match(/words|direct/g)).toEqual(["words", "direct"]);
  });
});

test.each(["generate", "validate", "check", "list", "explain", "init"])(
  "%s in a folder that is gone says so (NP015)",
  async (command) => {
    const folder = folderWith({});
    const script = `cd "$1" && rmdir "$1" && exec node "$2" ${command} --format json`;
    const { exitCode, stdout } = await execa(
      "sh",
      ["-c", script, "sh", folder, join(root, "dist/cli.js")],
      {
        reject: false,
      },
    );
    rmSync(folder, { recursive: true, force: true });
    expect(exitCode).toBe(1);
    expect((JSON.parse(stdout) as Answer).problems.map(({ code }) => code)).toEqual(["NP015"]);
  },
);
