import { systemReason } from "../problems/system-reason.js";
import { exitCodes } from "./exit-codes.js";

/** Why data did not reach stdout. */
let failure: NodeJS.ErrnoException | undefined;

/**
 * Output that nobody reads (`| head`) or that has no room is no reason to stop: a tree may still
 * have to be written. What failed is kept for `flushOutput`.
 */
export function guardOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") failure ??= error;
  });
  process.stderr.on("error", () => {
    // There is nowhere left to say so.
  });
}

/**
 * Waits until all output has been handed over.
 * @returns the exit code: `code`, unless data was lost
 */
export async function flushOutput(code: number): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => {
      stream.write("", () => {
        resolve();
      });
    });
  }
  if (failure === undefined) return code;
  process.stderr.write(`error NP903: cannot write to stdout: ${systemReason(failure)}\n`);
  return code === exitCodes.done ? exitCodes.problems : code;
}
