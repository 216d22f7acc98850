import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import { ProblemError } from "../../problems/problem.js";
import type { HostLayout } from "../layout.js";
import { onHost, writeHostFile } from "../system/write-file.js";

/** What is noted of a command while it is at work. */
export interface Unfinished {
  readonly command: string;
  /** What undoing it has to know: what was there before. */
  readonly before: Readonly<Record<string, unknown>>;
}

/** Notes that a command has begun on a container; what it changes can be undone from then on. */
export async function noteUnfinished(
  layout: HostLayout,
  name: string,
  note: Unfinished,
): Promise<void> {
  await write(layout, notePath(layout, name), note);
}

/** What a command that was killed, or could not undo what it did, noted of a container. */
export function readUnfinished(layout: HostLayout, name: string): Unfinished | undefined {
  return read(notePath(layout, name)) as Unfinished | undefined;
}

/** The command has ended: there is nothing left to undo. */
export async function forgetUnfinished(layout: HostLayout, name: string): Promise<void> {
  const path = notePath(layout, name);
  await layout.system.change(path, () => rm(path, { force: true }));
}

/** @throws ProblemError NP722 where a `destroy` was killed */
export function demandNoRemoval(layout: HostLayout, name: string): void {
  if (readUnfinished(layout, name)?.command !== "destroy") return;
  throw new ProblemError([
    {
      code: "NP722",
      severity: "error",
      message: `the removal of container \`${name}\` was interrupted`,
      hint: `run \`nixpawn destroy ${name}\` once more first`,
    },
  ]);
}

/**
 * To be called when a container is used: what a `create` or an `apply` that was killed left of it is
 * then its user's, and none that comes later takes it back.
 */
export async function keepWhatWasMade(layout: HostLayout, name: string): Promise<void> {
  const command = readUnfinished(layout, name)?.command;
  if (command === "create" || command === "apply") await forgetUnfinished(layout, name);
}

/** The generation that a profile is to go back to. */
export interface Rollback {
  readonly number: number;
  /** When it was made; after a container was removed and made anew, numbers are given again. */
  readonly date: string;
}

/** Notes which generation a profile goes back to. It replaces no other command's note. */
export function noteRollback(layout: HostLayout, name: string, note: Rollback): Promise<void> {
  return write(layout, rollbackPath(layout, name), note);
}

/** What a `rollback` that was killed noted of a container. */
export function readRollback(layout: HostLayout, name: string): Rollback | undefined {
  return read(rollbackPath(layout, name)) as Rollback | undefined;
}

/** It has ended. */
export async function forgetRollback(layout: HostLayout, name: string): Promise<void> {
  const path = rollbackPath(layout, name);
  await layout.system.change(path, () => rm(path, { force: true }));
}

function notePath(layout: HostLayout, name: string): string {
  return join(layout.unfinished, `${name}.json`);
}

// No container has a dot in its name.
function rollbackPath(layout: HostLayout, name: string): string {
  return join(layout.unfinished, `${name}.rollback.json`);
}

async function write(layout: HostLayout, path: string, note: object): Promise<void> {
  await onHost(layout, path, () => {
    makeFolder(layout.unfinished, 0o700);
  });
  await writeHostFile(layout, path, `${JSON.stringify(note)}\n`);
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
