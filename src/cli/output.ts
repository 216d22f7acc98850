import { systemReason } from "../problems/system-reason.js";
import { exitCodes } from "./exit-codes.js";

/** Why data did not reach stdout. */
let failure: NodeJS.ErrnoException | undefined;

type Write = typeof process.stdout.write;

/** How data is written, whatever becomes of `process.stdout.write`. */
let write: Write | undefined;

/** JSON as it was before a config could change it. */
const { stringify } = JSON;

let written = false;

/** Writes data to stdout. */
export function writeData(text: string, done?: () => void): void {
  written = true;
  const own = write ?? process.stdout.write.bind(process.stdout);
  own(
    text,
    done === undefined
      ? undefined
      : () => {
          done();
        },
  );
}

/** Writes data for other programs: a JSON document on stdout. */
export function writeJson(data: unknown): void {
  writeData(`${stringify(data, undefined, 2)}\n`);
}

/** Whether data was written: an answer is given once. */
export function hasAnswered(): boolean {
  return written;
}

/**
 * From now on stdout is for data alone: a config runs, and may write at any time until the process
 * ends. What it writes goes to stderr.
 */
export function keepStdoutForData(): void {
  if (write !== undefined) return;
  const { stdout, stderr } = process;
  write = stdout.write.bind(stdout);
  stdout.write = ((...given: Parameters<Write>) => stderr.write(...given)) as Write;
}

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
  const wasWritten = written;
  await new Promise<void>((resolve) => {
    writeData("", resolve);
  });
  written = wasWritten;
  await new Promise<void>((resolve) => {
    process.stderr.write("", () => {
      resolve();
    });
  });
  if (failure === undefined) return code;
  process.stderr.write(`error NP903: cannot write to stdout: ${systemReason(failure)}\n`);
  return code === exitCodes.done ? exitCodes.problems : code;
}
