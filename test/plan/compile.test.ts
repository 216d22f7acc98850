import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compileConfig } from "../../src/plan/compile.js";
import {
  compileFiles,
  compileFolder,
  compileText,
  fine,
  head,
  withWeb,
} from "../support/compile.js";
import { folderWith } from "../support/program.js";

describe("a config that is another at its second load", () => {
  const counting = (name: string) => `const n = ((globalThis as any).${name} ??= { n: 0 }).n++;\n`;

  test.each<[string, string, string[]]>([
    ["has the mistake of the first", `{ ${fine}, tmpfs: n === 0 ? 7 : [] }`, ["NP103"]],
    [
      "has none of its later ones",
      `{ ${fine}, tmpfs: n === 0 ? 7 : [], path: n === 0 ? undefined : "x" }`,
      ["NP103"],
    ],
    ["has the words of the first", `{ ${fine}, tmpfs: "run " + n }`, ["NP103"]],
    ["has other containers", `n === 0 ? { ${fine}, tmpfs: 7 } : undefined`, ["NP103"]],
    ["is called with another error", `() => { throw new Error("run " + n); }`, ["NP053"]],
  ])("%s", async (name, web, codes) => {
    const key = `run_${name.replace(/\W/g, "_")}`;
    const { problems, messages, result } = await compileText(
      `${head}${counting(key)}export default defineContainers({ web: ${web} } as any);\n`,
    );
    expect(problems.map(([code]) => code)).toEqual(codes);
    expect(problems.every(([, where]) => where?.startsWith("containers.ts:"))).toBe(true);
    expect(messages.join()).not.toContain("run 1");
    expect(result.plan).toBeUndefined();
  });

  test.each([
    ["throws", `if (n > 0) throw new Error("second");`],
    ["ends the program", `if (n > 0) process.exit();`],
  ])("%s then", async (name, second) => {
    const { problems } = await compileText(
      `${head}${counting(`second_${name.replace(/\W/g, "_")}`)}${second}\nexport default defineContainers({ web: { ${fine}, tmpfs: 7 } } as any);\n`,
    );
    expect(problems).toEqual([["NP103", "containers.ts:4:16"]]);
  });

  test("the same mistake twice has two places", async () => {
    const { problems } = await compileText(
      `${head}export default defineContainers({ web: {\n  autoStart: true, config: [{ a: NaN },\n  { a: NaN, system: { stateVersion: "1" } }] } } as any);\n`,
    );
    expect(problems.map(([code, where]) => [code, where?.split(":")[1]])).toEqual([
      ["NP302", "3"],
      ["NP302", "4"],
    ]);
  });
});

describe("the arguments of a module's function", () => {
  const compiled = (config: string, more = "") =>
    compileText(
      `${head}export default defineContainers({ web: { autoStart: true, ${more} config: ${config} } });\n`,
    );
  const rest = 'system: { stateVersion: "26.05" }';

  test.each([
    ["looked for", `(args) => ({ a: "pkgs" in args, ${rest} })`],
    ["listed", `(args) => ({ a: Object.keys(args), ${rest} })`],
    ["asked for if they are there", `(args) => ({ a: args.pkgs?.hello, ${rest} })`],
    ["gone over", `(args) => { for (const one in args) void args[one]; return { ${rest} }; }`],
    ["a value", `(args) => ({ a: args, ${rest} })`],
  ])("can be %s", async (_how, config) => {
    expect((await compiled(config)).problems).toEqual([]);
  });

  test("as specialArgs whose names are not known cannot be listed, but named", async () => {
    const unknown = "specialArgs: nix`inputs.x`,";
    const { problems } = await compiled(`({ config, ...more }) => ({ a: more, ${rest} })`, unknown);
    expect(problems).toEqual([["NP315", expect.stringMatching(/^containers.ts:2:/)]]);
    expect((await compiled(`({ role }) => ({ a: role, ${rest} })`, unknown)).problems).toEqual([]);
    const known = "specialArgs: nix`{ inherit (inputs) x; }`,";
    expect((await compiled(`(all) => ({ ...all, ${rest} })`, known)).problems).not.toContainEqual([
      "NP315",
      expect.anything(),
    ]);
  });
});

describe("files to wait for", () => {
  const inputsOf = async (files: Readonly<Record<string, string>>) => {
    const { inputs } = (await compileFiles(files)).result;
    return inputs.map((path) => path.replace(/^.*nixpawn-test-\w+\//, ""));
  };

  test.each<[string, Readonly<Record<string, string>>, string[]]>([
    [
      "of a good config",
      { "containers.ts": `import "./lib/a.js";\n${withWeb("")}`, "lib/a.ts": "export {};" },
      ["containers.ts", "lib/a.ts"],
    ],
    [
      "of one with problems",
      { "containers.ts": `import "./lib/a.js";\n${withWeb("tmpfs: 7")}`, "lib/a.ts": "export {};" },
      ["containers.ts", "lib/a.ts"],
    ],
    [
      "of one that throws",
      {
        "containers.ts": `import "./lib/a.js";\nimport "./lib/b.js";`,
        "lib/a.ts": "export {};",
        "lib/b.ts": "throw 1;",
      },
      ["containers.ts", "lib/a.ts", "lib/b.ts"],
    ],
    [
      "of one with a syntax error elsewhere",
      { "containers.ts": `import "./lib/a.js";`, "lib/a.ts": "let = ;" },
      ["containers.ts", "lib/a.ts"],
    ],
    [
      "of one without a default export",
      { "containers.ts": `import "./lib/a.js";`, "lib/a.ts": "export {};" },
      ["containers.ts", "lib/a.ts"],
    ],
  ])("%s", async (_name, files, inputs) => {
    expect(await inputsOf(files)).toEqual(inputs);
  });
});

describe("what is no option's business", () => {
  test.each<[string, string, string]>([
    ["a getter that throws", `get a() { throw new Error("no"); }`, "NP307"],
    ["a getter that throws null", `get a() { throw null; }`, "NP307"],
    ["a proxy that throws", `a: new Proxy({}, { ownKeys() { throw new Error("no"); } })`, "NP307"],
    ["a proxy that lies", `a: new Proxy(Object.freeze({ x: 1 }), { ownKeys: () => [] })`, "NP307"],
    [
      "a proxy that was revoked",
      `a: (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()`,
      "NP307",
    ],
  ])("%s", async (_name, member, code) => {
    for (const web of [
      `{ ${fine}, «bindMounts: { ${member} } }`,
      `{ autoStart: true, config: { «${member}, system: { stateVersion: "1" } } }`,
    ]) {
      const { problems, mark } = await compileText(
        `${head}export default defineContainers({ web: ${web} } as any);\n`,
      );
      expect(problems.map(([one, where]) => [one, where?.split(":")[1]])).toEqual([
        [code, mark?.split(":")[1]],
      ]);
    }
  });

  test("a proxy that behaves is an object", async () => {
    const { problems, result } = await compileText(
      `${head}const log: any[] = [];\nconst watch = (o: any): any => new Proxy(o, { get: (t, k) => { const v = Reflect.get(t, k); return typeof v === "object" && v !== null ? watch(v) : v; } });\nexport default defineContainers(watch({ web: { ${fine}, forwardPorts: [] } }));\n`,
    );
    expect(problems).toEqual([]);
    expect(result.plan?.containers).toHaveLength(1);
  });

  test.each<[string, string, string, string]>([
    [
      "a class instance",
      "new (class Web { autoStart = true; })()",
      "NP101",
      "not an instance of `Web`",
    ],
    ["a list", "[]", "NP101", "not a list"],
    ["a map", "new Map()", "NP101", "not a Map"],
    ["a promise", "Promise.resolve({})", "NP101", "not a promise"],
    ["an expression", "nix`x`", "NP101", "not a Nix expression"],
    ["a function of a function", "() => () => ({})", "NP101", "not a function"],
    ["undefined", "undefined", "NP101", "not `undefined`"],
  ])("%s in place of a container", async (_name, web, code, says) => {
    const { problems, messages } = await compileText(
      `${head}export default defineContainers({ web: ${web} } as any);\n`,
    );
    expect(problems.map(([one]) => one)).toEqual([code]);
    expect(messages[0]).toContain(says);
  });
});

describe("one problem a mistake", () => {
  test.each([
    ["NaN", "forwardPorts: [{ hostPort: «NaN }], privateNetwork: true, hostBridge: 'br0'"],
    ["a function", "tmpfs: «() => []"],
    ["a class instance", "bindMounts: { '/a': «new (class A {})() }"],
    ["a date", "timeoutStartSec: «new Date(0)"],
    ["a gap", "tmpfs: «['/a', , '/b']"],
    ["undefined in a list", "tmpfs: ['/a', «undefined]"],
    ["half a character", "path: '/\\ud800', config: undefined"],
  ])("%s", async (_name, option) => {
    const { problems } = await compileText(withWeb(option));
    expect(problems).toHaveLength(1);
  });
});

describe("where the config is", () => {
  test("a folder or a file that is given, or above the working directory", async () => {
    const folder = folderWith({ "a/containers.ts": withWeb(""), "a/b/c/.keep": "" });
    const found = join(folder, "a/containers.ts");
    for (const [cwd, configFile] of [
      ["a", undefined],
      ["a/b/c", undefined],
      [".", "a"],
      [".", "./a/containers.ts"],
      ["a/b", ".."],
    ] as const) {
      const result = await compileConfig({ cwd: join(folder, cwd), configFile });
      expect([result.configFile, result.problems]).toEqual([found, []]);
    }
  });

  test.each([
    ["containers.ts", ["containers.mts", "containers.js", "nixpawn.config.ts", "containers.json"]],
    ["containers.mts", ["containers.js", "containers.mjs"]],
    ["containers.mjs", ["containers.json", "nixpawn.config.ts"]],
    ["containers.json", ["nixpawn.config.ts"]],
    ["nixpawn.config.ts", ["nixpawn.config.json"]],
  ])("%s goes before others", async (first, others) => {
    const good = first.endsWith("json")
      ? '{ "containers": {} }'
      : "import { defineContainers } from 'nixpawn'; export default defineContainers({});";
    const folder = folderWith({
      [first]: good,
      ...Object.fromEntries(others.map((name) => [name, "throw 1;"])),
    });
    const { configFile, problems } = await compileFolder(folder);
    expect([configFile, problems]).toEqual([join(folder, first), []]);
  });

  test.each<[string, string | undefined, string]>([
    ["none anywhere", undefined, "NP001"],
    ["a folder without one", "sub", "NP002"],
    ["nothing there", "missing.ts", "NP002"],
    ["a file of another kind", "x.yaml", "NP002"],
  ])("%s", async (_name, configFile, code) => {
    const folder = folderWith({ "sub/.keep": "", "x.yaml": "a: 1", "containers.ts/.keep": "" });
    const { problems, plan } = await compileConfig({ cwd: folder, configFile });
    expect([problems.map((one) => one.code), plan]).toEqual([[code], undefined]);
  });
});

test("problems come in reading order, file by file", async () => {
  const { problems } = await compileFiles({
    "containers.ts": `${head}import { b } from "./b.js";\nexport default defineContainers({ b, a: { tmpfs: 7, autoStart: 7, path: "/x" } } as any);\n`,
    "b.ts": `export const b = {\n  path: 7,\n  tmpfs: 7, autoStart: true };`,
  });
  expect(problems.map(([, where]) => where)).toEqual([
    "b.ts:2:9",
    "b.ts:3:10",
    "containers.ts:3:50",
    "containers.ts:3:64",
  ]);
});

test("warnings leave a plan, and are errors with `strict`", async () => {
  const folder = folderWith({
    "containers.ts": `${head}export default defineContainers({ web: { autoStart: true, config: {} } });`,
  });
  const loose = await compileConfig({ cwd: folder });
  expect(loose.problems.map(({ code, severity }) => [code, severity])).toEqual([
    ["NP212", "warning"],
  ]);
  expect(loose.plan).toBeDefined();
  expect((await compileConfig({ cwd: folder, strict: true })).plan).toBeUndefined();
});

test("what the library itself gets wrong is not put on the user", async () => {
  const folder = folderWith({ "containers.ts": withWeb("") });
  await expect(compileConfig({ cwd: folder, outDir: 7 as never })).rejects.toThrow(
    /must be of type string/,
  );
});

test("a config that changes is compiled anew", async () => {
  const folder = folderWith({ "containers.ts": withWeb("tmpfs: 7") });
  expect((await compileFolder(folder)).problems).toHaveLength(1);
  writeFileSync(join(folder, "containers.ts"), withWeb("tmpfs: []"));
  expect((await compileFolder(folder)).problems).toEqual([]);
});
