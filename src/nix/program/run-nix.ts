import { logFlags } from "./dialect.js";
import { LogReader, type LogEntry } from "./log.js";
import { runProgram, type ProgramRun } from "./run.js";
import { nixVersion } from "./version.js";

export interface NixRunOptions {
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly input?: string | undefined;
  /** Ends the program. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between SIGTERM and SIGKILL, when it has to end. */
  readonly grace?: number | undefined;
  /** Called with every line that Nix has for people. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A run of one of Nix's programs, its log taken apart. */
export interface NixRun extends ProgramRun {
  readonly entries: readonly LogEntry[];
  /** The log as people read it. */
  readonly log: string;
}

/**
 * Runs one of Nix's programs, such as nix-instantiate. An exit code is the caller's to judge.
 * @throws ProblemError NP501 without it, NP502 when `signal` ended it, NP503 for an old Nix, NP508
 *   when it could not be started
 */
export async function runNix(
  program: string,
  given: readonly string[],
  { onLine, ...options }: NixRunOptions,
): Promise<NixRun> {
  await nixVersion(options.env);
  const reader = new LogReader();
  const entries: LogEntry[] = [];
  const lines: string[] = [];
  const run = await runProgram(program, [...logFlags, ...given], {
    ...options,
    onErrorLine: (line) => {
      const entry = reader.read(line);
      if (entry === undefined || entry.text.startsWith(rootAdvice)) return;
      entries.push(entry);
      for (const one of entry.text.split("\n")) {
        lines.push(one);
        onLine?.(one);
      }
    },
  });
  return { ...run, entries, log: lines.join("\n") };
}

/** Said whenever a store path is printed; whether a root is wanted was decided by the caller. */
const rootAdvice = "warning: you did not specify '--add-root'";
