import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import { isUnitTrait, type UnitTrait } from "./effects.js";
import type { HostLayout } from "../layout.js";
import { onHost, writeHostFile } from "../system/write-file.js";

type Unit = ReadonlyMap<UnitTrait, string>;

/**
 * Keeps what the unit of a container that runs was started with, before its conf file says something
 * else. It is forgotten with the run: no other has its invocation (systemd.exec(5), INVOCATION_ID).
 */
export async function noteUnitInEffect(
  layout: HostLayout,
  name: string,
  invocation: string,
  unit: Unit,
): Promise<void> {
  const path = pathOf(layout, name);
  await onHost(layout, path, () => {
    makeFolder(dirname(path), 0o755);
  });
  await writeHostFile(
    layout,
    path,
    `${JSON.stringify({ invocation, unit: Object.fromEntries(unit) })}\n`,
  );
}

/**
 * What was noted of a container's unit in this run of it.
 * @returns undefined where nothing was: its conf file is what it was at the start
 */
export function readUnitInEffect(
  layout: HostLayout,
  name: string,
  invocation: string,
): Unit | undefined {
  try {
    const note = JSON.parse(readFileSync(pathOf(layout, name), "utf8")) as {
      readonly invocation: unknown;
      readonly unit: Readonly<Record<string, string>>;
    };
    if (note.invocation !== invocation) return undefined;
    const known = Object.entries(note.unit).flatMap(([trait, text]) =>
      isUnitTrait(trait) ? ([[trait, text]] as const) : [],
    );
    return new Map(known);
  } catch {
    return undefined;
  }
}

/** The container is gone. */
export async function forgetUnitInEffect(layout: HostLayout, name: string): Promise<void> {
  const path = pathOf(layout, name);
  await onHost(layout, path, () => rm(path, { force: true }));
}

/** Beside the locks: it is of no use after the host was booted. */
function pathOf({ lock }: HostLayout, name: string): string {
  return join(dirname(lock), `nixpawn-${name}.unit.json`);
}
