import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { HostLayout } from "./layout.js";
import { onHost, writeHostFile } from "./write-file.js";

/** A part of a command that is done whole or not at all, and may be done again. */
export interface Step {
  /** What it does, in words: "write the conf file". */
  readonly name: string;
  readonly run: () => void | Promise<void>;
  /** Takes it back, also where it was not done, or not whole. */
  readonly undo?: () => void | Promise<void>;
}

/** What is noted of a command while it is at work. */
export interface Unfinished {
  readonly command: string;
  /** What undoing it has to know: what was there before. */
  readonly before: Readonly<Record<string, unknown>>;
}

/**
 * Runs steps in their order. When one fails, those before it and itself are undone, the last first,
 * and its error is thrown.
 * @param onStep told the name of each step when it is done
 */
export async function runSteps(
  steps: readonly Step[],
  onStep: (name: string) => void = () => undefined,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await step.run();
    } catch (error) {
      await undoSteps(steps.slice(0, index + 1));
      throw error;
    }
    onStep(step.name);
    faultAfter(step.name);
  }
}

/** Takes steps back, the last first, of a run that failed or was killed. */
export async function undoSteps(steps: readonly Step[]): Promise<void> {
  for (const step of [...steps].reverse()) await step.undo?.();
}

/** Notes that a command has begun on a container; what it changes can be undone from then on. */
export async function noteUnfinished(
  layout: HostLayout,
  name: string,
  note: Unfinished,
): Promise<void> {
  const path = notePath(layout, name);
  await onHost(path, () => mkdir(layout.unfinished, { recursive: true, mode: 0o700 }));
  await writeHostFile(path, `${JSON.stringify(note)}\n`);
}

/** What a command that was killed noted of a container. */
export function readUnfinished(layout: HostLayout, name: string): Unfinished | undefined {
  try {
    return JSON.parse(readFileSync(notePath(layout, name), "utf8")) as Unfinished;
  } catch {
    return undefined;
  }
}

/** The command has ended: there is nothing left to undo. */
export async function forgetUnfinished(layout: HostLayout, name: string): Promise<void> {
  await rm(notePath(layout, name), { force: true });
}

function notePath(layout: HostLayout, name: string): string {
  return join(layout.unfinished, `${name}.json`);
}

/** Tests let a command be killed right after a step, as by `kill -9`: NIXPAWN_KILL_AFTER names it. */
function faultAfter(step: string): void {
  if (process.env.NIXPAWN_KILL_AFTER === step) process.kill(process.pid, "SIGKILL");
}
