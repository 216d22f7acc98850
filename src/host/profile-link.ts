import { readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import type { HostLayout } from "./layout.js";

/** What a container's profile leads to. */
export interface Profile {
  /** The store path of the system. */
  readonly system: string;
  /** The number of its generation; undefined where the link leads to the store without one. */
  readonly generation: number | undefined;
}

/** The link that leads to the system of a container. */
export function profileLink(layout: HostLayout, name: string): string {
  return join(layout.profiles, name, "system");
}

/** Reads a profile's links, not through them: the store may be of another root. */
export function readProfile(layout: HostLayout, name: string): Profile | undefined {
  const folder = join(layout.profiles, name);
  const first = linkTarget(join(folder, "system"));
  if (first === undefined) return undefined;
  const generation = /^system-(\d+)-link$/.exec(basename(first))?.[1];
  if (generation === undefined) return { system: first, generation: undefined };
  const system = linkTarget(join(folder, basename(first)));
  return system === undefined ? undefined : { system, generation: Number(generation) };
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
