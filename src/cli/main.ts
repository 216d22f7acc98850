import { fileURLToPath } from "node:url";
import { hadLateFaults, isConfigRunning, takeLateFault } from "../load/guard/late-faults.js";

import { programVersion } from "../version.js";
import { exitCodes } from "./exit-codes.js";
import { exitOnInterrupt } from "./interrupt.js";
import { flushOutput, guardOutput, hasAnswered, writeData, writeJson } from "./output.js";
import { formatOf, jsonVersion, report } from "./reporter.js";
import { runWords } from "./run-words.js";
import { NP015, NP019 } from "../problems/codes/config.js";

/**
 * Runs the program and ends the process, whatever a config has left running: timers, servers.
 * @param words the command line, without node and script
 */
export async function main(words: readonly string[]): Promise<never> {
  // A config that runs must not end the program, and finds another function in its place.
  const exit: (code: number) => never = process.exit.bind(process);
  guardOutput();
  exitOnInterrupt();
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const takeStray = (error: unknown, rejected: boolean): void => {
    // While a config runs, what it throws late is told by whoever runs it.
    if (isConfigRunning() || takeLateFault(error, rejected, folder)) return;
    end(ownMistake(error, words), exit);
  };
  process.on("uncaughtException", (error) => {
    takeStray(error, false);
  });
  process.on("unhandledRejection", (reason) => {
    takeStray(reason, true);
  });
  let code: number;
  try {
    code = isFolderGone() ? await reportGone(words) : await runWords(words);
    if (hadLateFaults()) {
      // Those that came after the answer.
      if (!hasAnswered() || formatOf(words) === "human") await reportLate(words);
      if (code === exitCodes.done) code = exitCodes.problems;
    }
  } catch (error) {
    code = ownMistake(error, words);
  }
  return end(await flushOutput(code), exit);
}

/** What a config does when the process exits changes nothing about how it ends. */
function end(code: number, exit: (code: number) => never): never {
  Reflect.set(process, "exit", () => undefined);
  process.on("exit", () => {
    process.exitCode = code;
  });
  return exit(code);
}

/** Says that nixpawn itself is at fault. Returns the exit code. */
function ownMistake(error: unknown, words: readonly string[]): number {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const details = words.includes("--verbose") ? `${stack ?? ""}\n` : "";
  const failed = `nixpawn ${programVersion} failed: ${message}`;
  const request = "This is a mistake of nixpawn; please report it with the output of --verbose.";
  process.stderr.write(`${failed}\n${details}${request}\n`);
  // Whoever reads data gets data; what shows problems may be what failed.
  if (!hasAnswered()) {
    const format = formatOf(words);
    const problem = NP019.failed({ message: failed, hint: request });
    if (format === "json") writeJson({ version: jsonVersion, problems: [problem] });
    if (format === "github") writeData(`::error title=NP019::${failed.replace(/\s+/g, " ")}\n`);
  }
  return exitCodes.internal;
}

function isFolderGone(): boolean {
  try {
    process.cwd();
    return false;
  } catch {
    return true;
  }
}

async function reportGone(words: readonly string[]): Promise<number> {
  await report([NP015.gone()], { format: formatOf(words), cwd: "/", verbose: false });
  return exitCodes.problems;
}

async function reportLate(words: readonly string[]): Promise<void> {
  const verbose = words.includes("--verbose");
  await report([], { format: formatOf(words), cwd: process.cwd(), verbose });
}
