import { programVersion } from "../version.js";
import { exitCodes } from "./exit-codes.js";
import { runWords } from "./run-words.js";

/**
 * Runs the program and sets its exit code.
 * @param words the command line, without node and script
 */
export async function main(words: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has seen enough (`| head`).
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    throw error;
  });
  const onInterrupt = (): void => {
    process.exit(exitCodes.interrupted);
  };
  if (!words.includes("--watch")) process.once("SIGINT", onInterrupt);
  try {
    process.exitCode = await runWords(words);
  } catch (error) {
    process.exitCode = exitCodes.internal;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const verbose = words.includes("--verbose");
    process.stderr.write(
      `nixpawn ${programVersion} failed: ${message}\n${verbose ? `${stack ?? ""}\n` : ""}This is a mistake of nixpawn; please report it with the output of --verbose.\n`,
    );
  }
}
