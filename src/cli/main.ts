import { programVersion } from "../version.js";
import { exitCodes } from "./exit-codes.js";
import { exitOnInterrupt } from "./interrupt.js";
import { flushOutput, guardOutput } from "./output.js";
import { runWords } from "./run-words.js";

/**
 * Runs the program and ends the process, whatever a config has left running: timers, servers.
 * @param words the command line, without node and script
 */
export async function main(words: readonly string[]): Promise<never> {
  // A config that runs must not end the program, and finds another function in its place.
  const exit: (code: number) => never = process.exit.bind(process);
  guardOutput();
  exitOnInterrupt();
  process.on("uncaughtException", (error) => {
    // While a config runs, what it throws late is told by whoever runs it.
    if (process.listenerCount("uncaughtException") > 1) return;
    exit(ownMistake(error, words));
  });
  let code: number;
  try {
    code = await runWords(words);
  } catch (error) {
    code = ownMistake(error, words);
  }
  exit(await flushOutput(code));
}

/** Says that nixpawn itself is at fault. Returns the exit code. */
function ownMistake(error: unknown, words: readonly string[]): number {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const details = words.includes("--verbose") ? `${stack ?? ""}\n` : "";
  process.stderr.write(
    `nixpawn ${programVersion} failed: ${message}\n${details}This is a mistake of nixpawn; please report it with the output of --verbose.\n`,
  );
  return exitCodes.internal;
}
