import { ProblemError } from "../../problems/problem.js";
import { installHints } from "./install-hints.js";

export interface RunOptions {
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What the program reads from its standard input; nothing else is there to read. */
  readonly input?: string | undefined;
  /** Ends the program: SIGTERM, and SIGKILL if it is still there after five seconds. */
  readonly signal?: AbortSignal | undefined;
  /** Where its standard output goes; "inherit" passes it through to ours. @default "collect" */
  readonly output?: "collect" | "inherit" | undefined;
  /** Called with every line of its standard error as it comes. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
}

/** How a program ended. */
export interface ProgramRun {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** Empty when it was passed through. */
  readonly stdout: string;
  readonly stderr: string;
}

/** More than this of output is no answer any more, in characters: 1 GiB. */
const mostOutput = 2 ** 30;

/**
 * Runs a program without a shell, its arguments as they are; it never outlives this process.
 * An exit code is the caller's to judge.
 * @throws ProblemError NP501 when there is no such program, NP502 when `signal` ended it
 */
export async function runProgram(
  program: string,
  given: readonly string[],
  options: RunOptions = {},
): Promise<ProgramRun> {
  // Loaded when it is needed: most runs start no program.
  const { execa } = await import("execa");
  const running = execa(program, given, {
    reject: false,
    cleanup: true,
    stripFinalNewline: false,
    maxBuffer: mostOutput,
    forceKillAfterDelay: 5000,
    stdin: options.input === undefined ? "ignore" : "pipe",
    stdout: options.output === "inherit" ? "inherit" : "pipe",
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  const { onErrorLine } = options;
  const lines = (async () => {
    if (onErrorLine === undefined) return;
    for await (const line of running.iterable({ from: "stderr" })) onErrorLine(line);
    // How it ended is told by the result.
  })().catch(() => undefined);
  const result = await running;
  await lines;
  if (result.code === "ENOENT" || result.code === "EACCES") throw missing(program);
  if (result.isCanceled) {
    throw new ProblemError([
      { code: "NP502", severity: "error", message: `\`${program}\` was interrupted` },
    ]);
  }
  return {
    program,
    arguments: given,
    exitCode: result.exitCode,
    stdout: result.stdout ?? "",
    stderr: result.stderr,
  };
}

function missing(program: string): ProblemError {
  const hint = installHints[program];
  return new ProblemError([
    {
      code: "NP501",
      severity: "error",
      message: `the program \`${program}\` is not there`,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}
