import { expect } from "@jest/globals";
import type { Run } from "./program.js";

export interface KillPoints {
  /** What is killed, for what is printed: "create". */
  readonly name: string;
  /** Brings the host to what it is before the command. */
  readonly prepare: () => Promise<void>;
  /** Runs the command with --verbose; the number is for NIXPAWN_KILL_AFTER. */
  readonly run: (killAfter: number) => Promise<Run>;
  /** Runs the command again and judges what came of it. */
  readonly again: (step: string) => Promise<void>;
}

/**
 * Kills a command after each of its steps in turn, as many as there are, and prints how many that
 * were. The last run, which is not killed, has to end with an exit code that is wanted.
 * @returns the names of the steps
 */
export async function killedAfterEachStep(
  { name, prepare, run, again }: KillPoints,
  exitCode = 0,
): Promise<readonly string[]> {
  const points: string[] = [];
  for (;;) {
    await prepare();
    const ended = await run(points.length + 1);
    if (!wasKilled(ended)) {
      expect([ended.exitCode, ended.exitCode === exitCode ? "" : ended.stderr]).toEqual([
        exitCode,
        "",
      ]);
      break;
    }
    // Each step is told of when it is done, and the run ends there.
    const step = ended.stderr.trim().split("\n").at(-1) ?? "";
    points.push(step);
    try {
      await again(step);
    } catch (error) {
      throw new Error(`${name}, killed after: ${step}`, { cause: error });
    }
  }
  process.stderr.write(`${name}: killed after each of ${String(points.length)} steps\n`);
  return points.map((step) => step.slice(step.indexOf(": ") + 2));
}

/** By the signal itself, or as a program between tells it. */
function wasKilled({ exitCode }: Run): boolean {
  return exitCode === undefined || exitCode === 128 + 9;
}
