import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { configOf, goodConfig, state } from "../support/configs.js";
import { eventually } from "../support/eventually.js";
import { filesIn, folderWith, said, start } from "../support/program.js";

const running = new Set<ReturnType<typeof start>>();
afterEach(async () => {
  for (const one of running) one.kill("SIGKILL");
  await Promise.all(running);
  running.clear();
});

/** A running `generate --watch` whose output can be waited for. */
interface Watching {
  readonly folder: string;
  /** Waits until a text is printed that was not waited for before. */
  readonly next: (text: string) => Promise<void>;
  /** What was printed since. */
  readonly rest: () => string;
  /** What stands on stdout so far. */
  readonly data: () => string;
  readonly interrupt: () => Promise<{ exitCode: number | undefined; stdout: string }>;
  readonly pid: number;
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${String(pid)}`);
}

/** Processes that a process has started, where the system tells. */
function childrenOf(pid: number): number[] {
  const file = `/proc/${String(pid)}/task/${String(pid)}/children`;
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(" ").map(Number) : [];
}

async function watch(
  files: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<Watching> {
  const folder = folderWith(files);
  const one = start(folder, ["generate", "--watch", ...words]);
  running.add(one);
  let seen = "";
  let data = "";
  one.stdout.on("data", (chunk: Buffer) => (data += chunk.toString()));
  one.stderr.on("data", (chunk: Buffer) => {
    seen += chunk.toString();
  });
  const watching: Watching = {
    folder,
    async next(text) {
      await eventually(() => seen.includes(text)).catch((cause: unknown) => {
        throw new Error(`no ${JSON.stringify(text)} in: ${seen}`, { cause });
      });
      seen = seen.slice(seen.indexOf(text) + text.length);
    },
    rest: () => seen,
    data: () => data,
    pid: one.pid ?? 0,
    async interrupt() {
      one.kill("SIGINT");
      const { exitCode, stdout } = await one;
      return { exitCode, stdout };
    },
  };
  await watching.next("watching for changes; Ctrl-C ends\n");
  return watching;
}

const text = (folder: string, file = "web"): string =>
  readFileSync(join(folder, "containers", `${file}.nix`), "utf8");

const starting = (yes: boolean): string => configOf(`web: { autoStart: ${String(yes)}, ${state} }`);

test("a change of the config; Ctrl-C ends it with 130 and leaves nothing behind", async () => {
  const { folder, next, interrupt, pid } = await watch({ "containers.ts": starting(true) });
  expect(text(folder)).toContain("autoStart = true");
  writeFileSync(join(folder, "containers.ts"), starting(false));
  await next("containers: 1 changed, 1 unchanged\n");
  expect(text(folder)).toContain("autoStart = false");
  const children = childrenOf(pid);
  expect(await interrupt()).toEqual({ exitCode: 130, stdout: "" });
  await eventually(() => !children.some(isRunning));
  expect(Object.keys(filesIn(folder)).filter((path) => /lock|tmp|pending/.test(path))).toEqual([]);
});

const imports =
  'import { yes } from "./lib/yes.js";\nimport ports from "./data/ports.json" with { type: "json" };\n';
const importing = configOf(
  `web: { autoStart: yes, privateNetwork: true, forwardPorts: ports, ${state} }`,
  imports,
);
const importable = {
  "containers.ts": importing,
  "lib/yes.ts": "export const yes = true;\n",
  "data/ports.json": '[{ "hostPort": 80 }]',
};

test("a change of an imported file, in TypeScript or JSON", async () => {
  const { folder, next } = await watch(importable);
  writeFileSync(join(folder, "lib/yes.ts"), "export const yes = false;\n");
  await next("1 changed");
  expect(text(folder)).toContain("autoStart = false");
  writeFileSync(join(folder, "data/ports.json"), '[{ "hostPort": 8080 }]');
  await next("1 changed");
  expect(text(folder)).toContain("hostPort = 8080");
});

test("a save by renaming, of the config and of an imported file, again and again", async () => {
  const { folder, next } = await watch(importable);
  for (const port of [81, 82, 83]) {
    writeFileSync(join(folder, "data/.ports.json.swp"), `[{ "hostPort": ${String(port)} }]`);
    renameSync(join(folder, "data/.ports.json.swp"), join(folder, "data/ports.json"));
    await next("1 changed");
    expect(text(folder)).toContain(`hostPort = ${String(port)}`);
    // As vim does: the old file moves away first.
    renameSync(join(folder, "containers.ts"), join(folder, "containers.ts~"));
    writeFileSync(join(folder, "containers.ts"), importing.replace("web", `web${String(port)}`));
    rmSync(join(folder, "containers.ts~"));
    await next("containers: 1 created, 1 changed, 1 removed\n");
    expect(text(folder, `web${String(port)}`)).toContain(`hostPort = ${String(port)}`);
    writeFileSync(join(folder, "containers.ts"), importing);
    await next("containers: 1 created, 1 changed, 1 removed\n");
  }
});

test("a syntax error, in the config or below, is told and then forgotten", async () => {
  const { folder, next } = await watch(importable);
  const before = filesIn(join(folder, "containers"));
  writeFileSync(join(folder, "containers.ts"), `${importing}{{{`);
  await next("  containers.ts:");
  writeFileSync(join(folder, "containers.ts"), importing);
  await next("containers: 2 unchanged\n");
  writeFileSync(join(folder, "lib/yes.ts"), "export const yes = ;");
  await next("  lib/yes.ts:1:");
  writeFileSync(join(folder, "data/ports.json"), "[{]");
  await next("  data/ports.json:1:");
  expect(filesIn(join(folder, "containers"))).toEqual(before);
  writeFileSync(join(folder, "data/ports.json"), '[{ "hostPort": 90 }]');
  await next("  lib/yes.ts:1:");
  writeFileSync(join(folder, "lib/yes.ts"), "export const yes = false;");
  await next("containers: 1 changed, 1 unchanged\n");
  expect(text(folder)).toContain("hostPort = 90");
});

test("mistakes at the start: an error in a file below, mended there", async () => {
  const { folder, next } = await watch({ ...importable, "lib/yes.ts": "export const = 1" });
  writeFileSync(join(folder, "lib/yes.ts"), "export const yes = true;");
  await next("containers: 2 created\n");
  expect(text(folder)).toContain("autoStart = true");
});

test("an imported file that is missing appears, in a folder that is missing", async () => {
  const { "containers.ts": config, "data/ports.json": data } = importable;
  const { folder, next } = await watch({ "containers.ts": config, "data/ports.json": data });
  mkdirSync(join(folder, "lib"));
  writeFileSync(join(folder, "lib/yes.ts"), "export const yes = true;");
  await next("containers: 2 created\n");
  rmSync(join(folder, "lib"), { recursive: true });
  await next("error NP004");
  mkdirSync(join(folder, "lib"));
  await sleep(200);
  writeFileSync(join(folder, "lib/yes.ts"), "export const yes = false;");
  await next("1 changed");
});

test("a folder of imported files that is made anew", async () => {
  const { folder, next } = await watch(importable);
  for (let times = 0; times < 3; times += 1) {
    mkdirSync(join(folder, "new"));
    writeFileSync(join(folder, "new/yes.ts"), "export const yes = false;");
    renameSync(join(folder, "lib"), join(folder, "old"));
    renameSync(join(folder, "new"), join(folder, "lib"));
    rmSync(join(folder, "old"), { recursive: true });
    await next("1 changed");
    expect(text(folder)).toContain("autoStart = false");
    writeFileSync(join(folder, "lib/yes.ts"), "export const yes = true;");
    await next("1 changed");
    expect(text(folder)).toContain("autoStart = true");
  }
});

test("a file that file(…) names appears, and goes", async () => {
  const config = configOf(
    'web: { config: [file("./nix/web.nix"), { system: { stateVersion: "26.05" } }] }',
  );
  const { folder, next } = await watch({ "containers.ts": config });
  mkdirSync(join(folder, "nix"));
  writeFileSync(join(folder, "nix/web.nix"), "{ }");
  await next("containers: 2 created\n");
  rmSync(join(folder, "nix/web.nix"));
  await next("error NP056");
});

test("a package that is missing is installed", async () => {
  const config = configOf("web: { autoStart: yes, config: {} }", 'import { yes } from "yes";\n');
  const { folder, next } = await watch({ "containers.ts": config, "package.json": "{}" });
  const home = join(folder, "node_modules/yes");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "index.js"), "export const yes = true;");
  writeFileSync(
    join(home, "package.json"),
    '{ "name": "yes", "type": "module", "main": "index.js" }',
  );
  await sleep(300);
  writeFileSync(join(folder, "node_modules/.package-lock.json"), "{}");
  await next("containers: 2 created\n");
});

test("the config itself is missing at first, and goes away for a while", async () => {
  const { folder, next } = await watch({ "x.txt": "" });
  writeFileSync(join(folder, "containers.ts"), goodConfig);
  await next("containers: 2 created\n");
  rmSync(join(folder, "containers.ts"));
  await next("error NP001");
  writeFileSync(join(folder, "containers.ts"), goodConfig);
  await next("containers: 2 unchanged\n");
});

test("a file that takes the place of another in an import", async () => {
  const { folder, next } = await watch({
    "containers.ts": configOf(
      `web: { autoStart: yes, ${state} }`,
      'import { yes } from "./yes";\n',
    ),
    "yes/index.ts": "export const yes = true;",
  });
  writeFileSync(join(folder, "yes.ts"), "export const yes = false;");
  await next("1 changed");
  expect(text(folder)).toContain("autoStart = false");
});

test("a change made while a run is under way is not lost", async () => {
  const slow = 'console.log("here");\nawait new Promise((done) => setTimeout(done, 700));\n';
  const config = (yes: boolean): string => starting(yes).replace("export", `${slow}export`);
  const folder = folderWith({ "containers.ts": config(true) });
  const one = start(folder, ["generate", "--watch"]);
  running.add(one);
  // Bundled by now, and waiting; nothing watches yet.
  await said(one, "here");
  writeFileSync(join(folder, "containers.ts"), config(false));
  const done = (): boolean => {
    const module = join(folder, "containers/web.nix");
    return existsSync(module) && readFileSync(module, "utf8").includes("autoStart = false");
  };
  await eventually(done);
});

test("with polling, where the system tells of no changes", async () => {
  const folder = folderWith({ "containers.ts": starting(true) });
  const env = { CHOKIDAR_USEPOLLING: "1", CHOKIDAR_INTERVAL: "50" };
  const one = start(folder, ["generate", "--watch"], { env });
  running.add(one);
  await said(one, "watching for changes");
  writeFileSync(join(folder, "containers.ts"), starting(false));
  await said(one, "1 changed");
  expect(text(folder)).toContain("autoStart = false");
});

test("what does not matter starts no run: the tree itself, other files, other folders", async () => {
  const files = { "containers.ts": goodConfig, "other/x.ts": "", "notes.txt": "" };
  const { folder, next, rest } = await watch(files, "--out-dir", ".");
  appendFileSync(join(folder, "notes.txt"), "more");
  writeFileSync(join(folder, "other/y.ts"), "1");
  writeFileSync(join(folder, "note.nix"), "{ }");
  mkdirSync(join(folder, "new"));
  await sleep(600);
  expect(rest()).toBe("");
  // The last run's own writing starts none either.
  writeFileSync(join(folder, "containers.ts"), starting(false));
  await next(".: 1 changed, 1 unchanged\n");
  await sleep(600);
  expect(rest()).toBe("");
});

test("--format json prints a document a run, and nothing else on stdout", async () => {
  const { folder, interrupt, data } = await watch({ "containers.ts": "oops" }, "--format", "json");
  writeFileSync(join(folder, "containers.ts"), goodConfig);
  await eventually(() => data().match(/^\}$/gm)?.length === 2);
  const { stdout, exitCode } = await interrupt();
  const documents = stdout.split(/(?<=^\}\n)/m).map((one) => JSON.parse(one) as { files?: object });
  expect(documents).toHaveLength(2);
  expect(documents[1]).toMatchObject({
    problems: [],
    files: { created: ["default.nix", "web.nix"] },
  });
  expect(exitCode).toBe(130);
});

test("Ctrl-C ends it while the config has errors, and while one runs", async () => {
  const { interrupt } = await watch({ "containers.ts": "oops" });
  expect(await interrupt()).toMatchObject({ exitCode: 130 });
  const loop = `console.log("here"); for (;;);\n${goodConfig}`;
  const { folder, next, interrupt: end } = await watch({ "containers.ts": goodConfig });
  writeFileSync(join(folder, "containers.ts"), loop);
  await next("here");
  expect((await end()).exitCode).toBeUndefined();
});

test("times that lie do not matter", async () => {
  const { folder, next } = await watch({ "containers.ts": starting(true) });
  writeFileSync(join(folder, "containers.ts"), starting(false));
  utimesSync(join(folder, "containers.ts"), new Date(0), new Date(0));
  await next("1 changed");
  expect(text(folder)).toContain("autoStart = false");
});
