import { lstatSync } from "node:fs";
import { link } from "node:fs/promises";
import type { HostLayout } from "../layout.js";
import { onHost } from "../system/write-file.js";
import { fileText } from "../../problems/file-text.js";

/** Names for what was in a file before it is replaced, the best first. */
export function* keptPaths(path: string): Generator<string> {
  yield `${path}.before`;
  for (let number = 2; ; number += 1) yield `${path}.before-${String(number)}`;
}

/** The first name for what was there before that is nothing's, so that no older one is lost. */
export function keptPath(path: string): string {
  for (const kept of keptPaths(path)) {
    if (lstatSync(kept, { throwIfNoEntry: false }) === undefined) return kept;
  }
  throw new TypeError("there is always another name");
}

/**
 * Keeps a file that is to be replaced beside itself, under a name that nothing has; it stays where it is
 * until then. What is kept already is not kept twice.
 * @param next the text that it gets
 * @returns where it is kept; undefined where there is nothing to lose
 * @throws ProblemError NP706, NP711
 */
export async function keepFile(
  layout: Pick<HostLayout, "system">,
  path: string,
  next: string | undefined,
): Promise<string | undefined> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const text = found.isFile() ? fileText(path) : undefined;
  if (text !== undefined && (text === next || text.trim() === "")) return undefined;
  for (const kept of keptPaths(path)) {
    const other = lstatSync(kept, { throwIfNoEntry: false });
    if (other?.isFile() === true && text !== undefined && fileText(kept) === text) return kept;
    if (other !== undefined) continue;
    // Never over what has come there meanwhile (link(2), EEXIST).
    await onHost(layout, kept, () => link(path, kept));
    return kept;
  }
  return undefined;
}
