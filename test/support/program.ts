import { mkdtempSync, writeFileSync, mkdirSync, realpathSync } from "node:fs";
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
  const env = { XDG_CACHE_HOME: join(cwd, ".cache"), NODE_OPTIONS: "", ...variables };
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [join(root, "dist/cli.js"), ...words],
    { cwd, reject: false, env },
  );
  return { exitCode, stdout, stderr };
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
