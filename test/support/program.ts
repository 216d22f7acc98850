import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A new folder with these files in it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "nixpawn-test-")));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run may differ in from that of a user at no terminal. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The user the program runs as; only root can choose. */
  readonly uid?: number;
  /** The program itself; else the one that was built here. */
  readonly script?: string;
}

/** Starts the built program, as a user does. */
export function start(cwd: string, words: readonly string[], options: RunOptions = {}) {
  const { env = {}, uid, script = join(root, "dist/cli.js") } = options;
  const as = uid === undefined ? [] : asUser(uid);
  const [program = process.execPath, ...given] = [...as, process.execPath, script, ...words];
  return execa(program, given, {
    cwd,
    reject: false,
    stripFinalNewline: false,
    stdin: "ignore",
    env: { ...environment(cwd), ...env },
    ...(uid === undefined || as.length > 0 ? {} : { uid, gid: uid }),
  });
}

/**
 * The words before a command that let another user run it where only root may read, as in a clone
 * in root's home: it can read all, and write nothing more. None where root has no such privilege
 * to give.
 */
function asUser(uid: number): readonly string[] {
  const status = readFileSync("/proc/self/status", "utf8");
  const effective = BigInt(`0x${/^CapEff:\s+(\w+)/m.exec(status)?.[1] ?? "0"}`);
  // CAP_DAC_READ_SEARCH (capabilities(7)).
  if ((effective & 4n) === 0n) return [];
  const user = [`--reuid=${String(uid)}`, `--regid=${String(uid)}`, "--clear-groups"];
  return ["setpriv", ...user, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
}

/**
 * Waits until a running program has printed something to stderr.
 * @returns all it printed there so far
 */
export async function said(running: ReturnType<typeof start>, text: string): Promise<string> {
  let seen = "";
  await new Promise<void>((resolve, reject) => {
    running.stderr.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
    running.stderr.once("end", () => {
      reject(new Error(`it ended without saying ${JSON.stringify(text)}: ${seen}`));
    });
  });
  return seen;
}

/** Runs the built program, as a user does. */
export function nixpawn(cwd: string, ...words: readonly string[]): Promise<Run> {
  return nixpawnWith({}, cwd, ...words);
}

/** The same with other variables of the environment; undefined takes one out. */
export async function nixpawnWith(
  variables: Readonly<Record<string, string | undefined>>,
  cwd: string,
  ...words: readonly string[]
): Promise<Run> {
  const { exitCode, stdout, stderr } = await start(cwd, words, { env: variables });
  return { exitCode, stdout, stderr };
}

/** The environment of a run; what would show on the machine of a developer is taken out. */
export function environment(cwd: string): Record<string, string | undefined> {
  return {
    XDG_CACHE_HOME: join(cwd, ".cache"),
    NODE_OPTIONS: "",
    // Each start of Node would read them, and nothing here talks to a network.
    NODE_EXTRA_CA_CERTS: undefined,
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    GITHUB_WORKSPACE: undefined,
  };
}

/** All files in a folder by their path in it, but for what git and nixpawn keep for themselves. */
export function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => !/^(?:\.git|\.cache|node_modules)(?:\/|$)/.test(path))
      .filter((path) => lstatSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

export interface ShownProblem {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** All problems of a config of these files. */
export async function problemsOf(files: Readonly<Record<string, string>>): Promise<ShownProblem[]> {
  const { stdout } = await nixpawn(folderWith(files), "validate", "--format", "json");
  return (JSON.parse(stdout) as { problems: ShownProblem[] }).problems;
}

/**
 * Splits a source at «», which mark the place a problem is expected at.
 * @returns the source without the marks, and line and column of the first mark
 */
export function marked(source: string): { text: string; line: number; column: number } {
  const offset = source.indexOf("«");
  const before = source.slice(0, offset).split("\n");
  return {
    text: source.replace(/[«»]/g, ""),
    line: before.length,
    column: (before.at(-1) ?? "").length + 1,
  };
}
