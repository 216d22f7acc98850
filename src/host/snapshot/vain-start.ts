import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import type { Problem } from "../../problems/problem.js";
import { consequenceNow, optionOf } from "./asked-of-unit.js";
import type { HostContainer } from "./host-state.js";
import type { HostLayout } from "../layout.js";
import { onHost, writeHostFile } from "../system/write-file.js";

/**
 * NP740 for what a container's process shows not to be in effect, though it was started with it:
 * another start would not bring it about.
 */
export function vainStart({ name, notCarriedOut = [] }: HostContainer): Problem[] {
  return notCarriedOut.map((key) => ({
    code: "NP740",
    severity: "error",
    message: `container \`${name}\` was started with ${key} as it is in its conf file, and runs otherwise: ${consequenceNow(key)}`,
    hint: `see \`systemctl cat container@${name}\` and /etc/systemd/nspawn, and run \`nixpawn restart ${name}\` then`,
    path: [name, optionOf(key)],
  }));
}

/** Notes that a start has not brought it about; the note is of no use to the next start. */
export async function noteVainStart(
  layout: HostLayout,
  { name, invocation, notCarriedOut: keys = [] }: HostContainer,
): Promise<void> {
  if (invocation === undefined || keys.length === 0) return;
  const path = pathOf(layout, name);
  await onHost(layout, path, () => {
    makeFolder(dirname(path), 0o755);
  });
  await writeHostFile(layout, path, `${JSON.stringify({ invocation, keys })}\n`);
}

/** The keys that this very start of a container's unit has not brought about. */
export function readVainStart(
  layout: HostLayout,
  name: string,
  invocation: string | undefined,
): readonly string[] {
  try {
    const note = JSON.parse(readFileSync(pathOf(layout, name), "utf8")) as {
      readonly invocation: unknown;
      readonly keys: readonly string[];
    };
    return invocation !== undefined && note.invocation === invocation ? [...note.keys] : [];
  } catch {
    return [];
  }
}

/** The container is gone. */
export async function forgetVainStart(layout: HostLayout, name: string): Promise<void> {
  const path = pathOf(layout, name);
  await onHost(layout, path, () => rm(path, { force: true }));
}

/** Beside the locks: it is of no use after the host was booted. */
function pathOf({ lock }: HostLayout, name: string): string {
  return join(dirname(lock), `nixpawn-${name}.vain.json`);
}
