import { readlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import type { HostLayout } from "../layout.js";
import { onHost } from "../system/write-file.js";

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

/** Whether a container is started from its profile, by the SYSTEM_PATH of its conf file. */
export function startsFromProfile(name: string, path = ""): boolean {
  // As the host sees it, also one that is staged; or as the container does, in old conf files.
  const names = [`/profiles/per-container/${name}/system`, "/profiles/system"];
  return path === "" || names.some((one) => path.endsWith(one));
}

/**
 * Lets the profile of a container lead to a system, as a new generation where it does not already.
 * @throws ProblemError NP706, NP711; what nix-env fails with
 */
export async function leadTo(
  layout: HostLayout,
  name: string,
  system: string,
  signal?: AbortSignal,
): Promise<void> {
  const profile = profileLink(layout, name);
  await onHost(layout, profile, () => {
    makeFolder(dirname(profile), 0o755);
  });
  if (readProfile(layout, name)?.system !== system)
    await layout.system.profiles.set(profile, system, { signal });
}

/**
 * Lets a profile lead to a generation that it had, and so that the one before it stays the one before;
 * to its system as a new generation where that one is gone.
 * @throws as `leadTo`
 */
export async function leadBackTo(
  layout: HostLayout,
  name: string,
  { system, generation }: Profile,
  signal?: AbortSignal,
): Promise<void> {
  const folder = join(layout.profiles, name);
  const isKept =
    generation !== undefined && linkTarget(join(folder, `system-${generation}-link`)) === system;
  if (!isKept) await leadTo(layout, name, system, signal);
  else await layout.system.profiles.switchTo(profileLink(layout, name), generation, { signal });
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
