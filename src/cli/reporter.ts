import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Problem } from "../problems/problem.js";

export type Format = "human" | "json" | "github";

export interface ReportOptions {
  readonly format: Format;
  readonly cwd: string;
  readonly verbose: boolean;
}

/** Shows problems: people's words on stderr, data for programs on stdout. */
export async function report(problems: readonly Problem[], options: ReportOptions): Promise<void> {
  if (options.format === "json") return;
  if (options.format === "github") {
    const { showGithub } = await import("../problems/show-github.js");
    process.stdout.write(showGithub(problems, repositoryRoot(options.cwd)));
    return;
  }
  if (problems.length === 0) return;
  const { showHuman } = await import("../problems/show-human.js");
  process.stderr.write(
    await showHuman(problems, { ...options, colors: wantsColors(process.stderr) }),
  );
}

/** Writes data for other programs: one JSON document on stdout. */
export async function writeJson(
  problems: readonly Problem[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { problemsToJson } = await import("../problems/show-json.js");
  const data = { problems: problemsToJson(problems), ...more };
  process.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
}

/** A path as people type it. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === "" ? "." : short;
}

/** NO_COLOR and FORCE_COLOR (no-color.org, force-color.org), else whether a terminal reads. */
export function wantsColors(stream: NodeJS.WriteStream): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== "0";
  return stream.isTTY;
}

/** Where GitHub counts paths from. */
function repositoryRoot(cwd: string): string {
  const workspace = process.env.GITHUB_WORKSPACE;
  if (workspace) return workspace;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}
