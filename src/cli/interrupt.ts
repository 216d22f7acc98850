import { exitCodes } from "./exit-codes.js";
import { keepStdoutForData } from "./output.js";

function exitInterrupted(): void {
  process.exit(exitCodes.interrupted);
}

/** From now on Ctrl-C ends the program with exit code 130. */
export function exitOnInterrupt(): void {
  process.on("SIGINT", exitInterrupted);
}

/**
 * Runs a task that runs the user's code. Meanwhile Ctrl-C is the system's affair, which ends the
 * process as a shell expects: a listener of ours would never be called while a config loops.
 */
export async function runningUserCode<Result>(task: () => Promise<Result>): Promise<Result> {
  process.off("SIGINT", exitInterrupted);
  keepStdoutForData();
  try {
    return await task();
  } finally {
    exitOnInterrupt();
  }
}
