import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { HostLayout } from "./layout.js";
import { onHost, writeHostFile } from "./write-file.js";

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
  const path = notePath(layout, name);
  await onHost(path, () => mkdir(layout.unfinished, { recursive: true, mode: 0o700 }));
  await writeHostFile(path, `${JSON.stringify(note)}\n`);
}

/** What a command that was killed, or could not undo what it did, noted of a container. */
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
