import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { eventually, until } from "../../support/eventually.js";
import { folderWith, root } from "../../support/program.js";
import { buildSettings, freshWord } from "../support/nix.js";
import { describeWith } from "../support/tools.js";

const library = JSON.stringify(join(root, "dist/nix.js"));

/** An evaluation that hears no signal, for minutes. */
const longEvaluation = `
  import { evaluate } from ${library};
  void evaluate({ expression: "builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 400000000)" });`;

/** A build that tells the process of its builder, in the file \`builder\`, and goes on for minutes. */
function longBuild(then: string): string {
  const word = freshWord();
  return `
  import { instantiate, realise } from ${library};
  const expression = \`derivation {
    name = "long-${word}"; system = builtins.currentSystem; builder = "/bin/sh";
    PATH = "${process.env.PATH ?? ""}";
    args = [ "-c" ''echo $$ > \${process.cwd()}/builder; ${then}'' ];
  }\`;
  void realise(await instantiate({ expression }));`;
}

/** The child of a process whose command line has this word. */
function childOf(pid: number, word: string): number | undefined {
  const path = `/proc/${String(pid)}/task/${String(pid)}/children`;
  const children = existsSync(path) ? readFileSync(path, "utf8").trim().split(" ") : [];
  const found = children.find((child) => commandLine(child).includes(word));
  return found === undefined ? undefined : Number(found);
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** Whether there is such a process; one that has ended and was not waited for is none. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** How a process ended. */
interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

function start(script: string) {
  const folder = folderWith({ "script.mjs": script });
  const running = spawn(process.execPath, ["script.mjs"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...buildSettings, NODE_OPTIONS: "" },
  });
  let stdout = "";
  running.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const ended = new Promise<Ended>((resolve) => {
    running.on("close", (exitCode, signal) => {
      resolve({ exitCode, signal, stdout });
    });
  });
  return { running, ended, folder, pid: running.pid ?? 0, printed: () => stdout };
}

/** Whether /proc tells the children of a process. */
const told = existsSync(`/proc/self/task/${String(process.pid)}/children`);
const suite = told ? describeWith("nix-instantiate") : describe.skip;

suite("nothing outlives the process that started it", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "an evaluation, when %s comes",
    async (signal) => {
      const { running, ended, pid } = start(longEvaluation);
      const nix = await until(() => childOf(pid, "--eval"));
      await delay(300);
      running.kill(signal);
      expect(await ended).toMatchObject({ signal });
      expect(isRunning(nix)).toBe(false);
    },
  );

  test.each(["SIGINT", "SIGTERM"] as const)(
    "a build and its builder, when %s comes",
    async (signal) => {
      const { running, ended, folder, pid } = start(longBuild("exec sleep 600"));
      const builder = await until(() => pidIn(join(folder, "builder")));
      const nix = await until(() => childOf(pid, "--realise"));
      expect([builder, nix].map(isRunning)).toEqual([true, true]);
      running.kill(signal);
      expect(await ended).toMatchObject({ signal });
      expect([builder, nix].map(isRunning)).toEqual([false, false]);
    },
  );

  test("a build whose builder never stops talking", async () => {
    const { running, ended, folder } = start(longBuild("while :; do echo talk; done"));
    const builder = await until(() => pidIn(join(folder, "builder")));
    await delay(500);
    running.kill("SIGTERM");
    expect(await ended).toMatchObject({ signal: "SIGTERM" });
    expect(isRunning(builder)).toBe(false);
  });

  test("an evaluation, when the process exits by itself", async () => {
    const { running, ended, pid } = start(
      `${longEvaluation}\nprocess.stdin.once("data", () => process.exit(7));`,
    );
    const nix = await until(() => childOf(pid, "--eval"));
    running.stdin.write("now");
    expect(await ended).toMatchObject({ exitCode: 7 });
    expect(isRunning(nix)).toBe(false);
  });

  test("an evaluation, when the process has a listener of its own, which decides", async () => {
    const { running, ended, pid, printed } = start(
      `${longEvaluation}
      process.on("SIGINT", () => { console.log("heard"); });
      process.stdin.once("data", () => process.exit(130));`,
    );
    const nix = await until(() => childOf(pid, "--eval"));
    running.kill("SIGINT");
    await eventually(() => printed() === "heard\n");
    expect(isRunning(nix)).toBe(true);
    running.stdin.write("now");
    expect(await ended).toMatchObject({ exitCode: 130, stdout: "heard\n" });
    expect(isRunning(nix)).toBe(false);
  });

  test("and a process that has nothing running is as it was", async () => {
    const { ended } = start(`
      import { evaluate } from ${library};
      const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP", "exit"].map((one) => process.listenerCount(one)).join();
      const before = listeners();
      const run = evaluate({ expression: "1" });
      await run;
      console.log(listeners() === before);`);
    expect((await ended).stdout).toBe("true\n");
  });
});

function pidIn(file: string): number | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.endsWith("\n") ? Number(text) : undefined;
}
