import { asErrors, ProblemError, type Problem } from "../../problems/problem.js";
import { interruptible } from "../abort-on-signal.js";
import { exitCodeOf } from "../exit-codes.js";
import type { GlobalOptions } from "../options.js";
import { report } from "../reporter.js";

/** What a command on a host ended with. */
export interface HostResult {
  readonly problems?: readonly Problem[];
  /** For `--format json`. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** For people: data, printed to stdout. */
  readonly text?: string;
}

/**
 * Runs a command on the containers of a host, and shows what came of it.
 * @returns the exit code
 */
export async function hostCommand(
  options: GlobalOptions,
  task: (signal: AbortSignal) => Promise<HostResult>,
): Promise<number> {
  // What it makes for containers is theirs: their users have to pass their root (nixos-container(8)).
  process.umask(0o022);
  let result: HostResult;
  try {
    result = await interruptible(task);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    result = { problems: error.problems };
  }
  const { problems = [], data, text } = result;
  const shown = options.strict ? asErrors(problems) : problems;
  await report(shown, { ...options, cwd: process.cwd() }, data);
  if (options.format === "human" && text !== undefined) process.stdout.write(text);
  return exitCodeOf(shown);
}

/** Tells people what is done; nobody else. */
export function sayTo(options: GlobalOptions): (line: string) => void {
  return (line) => {
    if (options.format === "human") process.stderr.write(`${line}\n`);
  };
}
