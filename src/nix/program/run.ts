import { setMaxListeners } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { NP501, NP502, NP508 } from "../../problems/codes/program.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { endWithThisProcess } from "./ending.js";
import { installHints } from "./install-hints.js";
import { programIdentity } from "./which.js";

export interface RunOptions {
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What the program reads from its standard input; nothing else is there to read. */
  readonly input?: string | undefined;
  /** Ends the program: SIGTERM, and SIGKILL if it is still there after `grace`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between SIGTERM and SIGKILL, when it has to end. @default 5000 */
  readonly grace?: number | undefined;
  /**
   * Where its standard output goes: "inherit" passes it through to ours, "stderr" to our standard
   * error. @default "collect"
   */
  readonly output?: "collect" | "inherit" | "stderr" | undefined;
  /** Where its standard error goes. @default "collect" */
  readonly errors?: "collect" | "inherit" | undefined;
  /** "inherit": it reads, writes and complains where this process does; nothing is collected. */
  readonly streams?: "inherit" | ProgramStreams | undefined;
  /** Called with every line of its standard error as it comes. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
}

/** Standard input, output and error: this process's own, or an open file by its descriptor. */
export interface ProgramStreams {
  readonly stdin: "inherit" | number;
  readonly stdout: "inherit" | number;
  readonly stderr: "inherit" | number;
}

/** How a program ended. */
export interface ProgramRun {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** The signal that ended it: "SIGKILL". */
  readonly signal: string | undefined;
  /** Empty when it was passed through. */
  readonly stdout: string;
  readonly stderr: string;
}

/** More than this of output is no answer any more, in characters: what a string holds (V8). */
const mostOutput = 2 ** 29 - 25;

/**
 * Runs a program without a shell, its arguments as they are; it never outlives this process.
 * An exit code is the caller's to judge.
 * @throws ProblemError NP501 when there is no such program, NP502 when `signal` ended it, NP508
 *   when it could not be started
 */
export async function runProgram(
  program: string,
  given: readonly string[],
  options: RunOptions = {},
): Promise<ProgramRun> {
  // Loaded when it is needed: most runs start no program.
  const { execa } = await import("execa");
  const { grace = 5000, cwd, env, input, signal } = options;
  // Each run listens, and there may be as many of them as there are containers.
  if (signal !== undefined) setMaxListeners(0, signal);
  const running = execa(program, given, {
    reject: false,
    cleanup: false,
    stripFinalNewline: false,
    maxBuffer: mostOutput,
    forceKillAfterDelay: grace,
    ...standardStreams(options),
    ...(input === undefined ? {} : { input }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const close = (): void => {
    running.stdout?.destroy();
    running.stderr?.destroy();
  };
  const { pid } = running;
  const ended = pid === undefined ? undefined : endWithThisProcess({ pid, grace, close });
  try {
    // A program that was not started has no streams to read.
    if (options.onErrorLine !== undefined && pid !== undefined) {
      await passOn(running.iterable({ from: "stderr" }), options.onErrorLine);
    }
  } catch (error) {
    running.kill();
    throw error;
  } finally {
    await running;
    ended?.();
  }
  const result = await running;
  if (result.isCanceled) throw new ProblemError([NP502.interrupted({ program })]);
  if (result.exitCode === undefined && result.signal === undefined) {
    throw new ProblemError([notStarted(program, result.code, cwd, result.originalMessage)]);
  }
  return {
    program,
    arguments: given,
    exitCode: result.exitCode,
    signal: result.signal,
    stdout: result.stdout ?? "",
    stderr: result.stderr ?? "",
  };
}

/**
 * Makes sure that a program is there, before work is done that leads up to it.
 * @throws ProblemError NP501
 */
export function requireProgram(program: string): void {
  if (programIdentity(program) === undefined) {
    throw new ProblemError([absent(program)]);
  }
}

function standardStreams({ streams, input, output, errors }: RunOptions) {
  if (streams === "inherit")
    return { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  if (streams !== undefined) {
    const { stdin, stdout, stderr } = streams;
    const written = (fd: "inherit" | number) =>
      fd === "inherit" ? fd : createWriteStream("", { fd, autoClose: false });
    return {
      stdin: stdin === "inherit" ? stdin : createReadStream("", { fd: stdin, autoClose: false }),
      stdout: written(stdout),
      stderr: written(stderr),
    };
  }
  return {
    stdin: input === undefined ? "ignore" : "pipe",
    stdout: standardOutput(output),
    stderr: errors === "inherit" ? "inherit" : "pipe",
  } as const;
}

function standardOutput(output: RunOptions["output"]): "pipe" | "inherit" | 2 {
  if (output === "inherit") return "inherit";
  return output === "stderr" ? 2 : "pipe";
}

/** How the program ended is told by its result; only what the listener throws matters here. */
async function passOn(
  lines: AsyncIterable<string>,
  listener: (line: string) => void,
): Promise<void> {
  const iterator = lines[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch(() => undefined);
    if (next === undefined || next.done === true) return;
    listener(next.value);
  }
}

/** Why there never was a process; a missing folder looks like a missing program. */
function notStarted(
  program: string,
  code: string | undefined,
  cwd: string | undefined,
  message: string | undefined,
): Problem {
  if (cwd !== undefined && !existsSync(cwd)) return NP508.noFolder({ program, folder: cwd });
  if (code === "ENOENT" || code === "EACCES") return absent(program);
  if (code === "E2BIG") return NP508.tooLong({ program });
  return NP508.failed({ program, reason: message ?? code ?? "no reason is told" });
}

function absent(program: string): Problem {
  return NP501.absent({ program, hint: installHints[program] });
}
