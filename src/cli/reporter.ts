import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { findUpwards, isWithin } from "../load/cache/folders.js";
import { takeLateFaults } from "../load/guard/late-faults.js";
import type { Problem } from "../problems/problem.js";
import { writeData, writeJson } from "./output.js";

export type Format = "human" | "json" | "github";

export interface ReportOptions {
  readonly format: Format;
  readonly cwd: string;
  readonly verbose: boolean;
}

/**
 * Of what is printed as JSON (schemas/problems.schema.json): another one when a field goes, or means
 * something else.
 */
export const jsonVersion = 1;

/**
 * Shows problems: people's words on stderr, data for programs on stdout.
 * What a config threw late is added.
 * @param more what the JSON document holds beside the problems
 */
export async function report(
  given: readonly Problem[],
  options: ReportOptions,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const late = takeLateFaults();
  const problems = late.length === 0 ? given : [...given, ...late];
  if (options.format === "json") {
    const { problemsToJson } = await import("../problems/show-json.js");
    writeJson({ version: jsonVersion, problems: problemsToJson(problems), ...more });
  } else if (options.format === "github") {
    const { showGithub } = await import("../problems/show-github.js");
    writeData(showGithub(problems, repositoryRoot(options.cwd)));
  } else if (problems.length > 0) {
    const { showHuman } = await import("../problems/show-human.js");
    // Node leaves it undefined where no terminal shows it.
    const columns = process.stderr.columns as number | undefined;
    const colors = wantsColors(process.stderr);
    process.stderr.write(await showHuman(errorsLast(problems), { ...options, colors, columns }));
  }
}

/** The same, with the errors at the end: nearest to where people type next. */
function errorsLast(problems: readonly Problem[]): readonly Problem[] {
  const ofSeverity = (severity: Problem["severity"]): readonly Problem[] =>
    problems.filter((one) => one.severity === severity);
  return [...ofSeverity("warning"), ...ofSeverity("error")];
}

/**
 * The format that a command line names last, as far as it can be told from words that may make no
 * sense; read without all that knows command lines.
 */
export function formatOf(words: readonly string[]): Format {
  const index = words.findLastIndex((word) => /^--format(?:=|$)/.test(word));
  const word = words[index] ?? "";
  const given = word.includes("=") ? word.slice(word.indexOf("=") + 1) : words[index + 1];
  return index >= 0 && (given === "json" || given === "github") ? given : "human";
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
  // Node leaves it undefined where there is no terminal, and then picocolors would decide for itself.
  return (stream.isTTY as boolean | undefined) === true;
}

/**
 * Where GitHub counts paths from: the checkout, which a workflow may have put into a folder of its
 * workspace, and in which a submodule has a `.git` of its own.
 */
function repositoryRoot(cwd: string): string {
  const workspace = process.env.GITHUB_WORKSPACE;
  if (workspace && existsSync(join(workspace, ".git")) && isWithin(cwd, workspace)) {
    return workspace;
  }
  return findUpwards(cwd, ".git") ?? cwd;
}
