import { accessSync, constants, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import { systemReason } from "../../problems/system-reason.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { demandOwnFolders, type HostLayout } from "../layout.js";
import { profileLink, readProfile, type Profile } from "../snapshot/profile-link.js";

/** A container and the store path that its profile is to lead to. */
export interface WantedProfile {
  readonly name: string;
  readonly system: string;
}

export interface SetProfile extends WantedProfile {
  readonly generation: number | undefined;
  /** Whether it led there already. */
  readonly unchanged: boolean;
}

/**
 * Sets the profiles of containers to systems that are in the store, one after the other. Each is
 * set at once or not at all; killed in between, the next run sets what is left.
 * @throws ProblemError NP705 while another run does the same, NP706 where that is not allowed, NP403,
 *   and what nix-env fails with
 */
export async function setProfiles(
  layout: HostLayout,
  wanted: readonly WantedProfile[],
  signal?: AbortSignal,
): Promise<SetProfile[]> {
  if (wanted.length === 0) return [];
  for (const { name } of wanted) demandOwnFolders(layout, name);
  const problems = unwritable(layout, wanted);
  if (problems.length > 0) throw new ProblemError(problems);
  return withHostLock(layout, async () => {
    const done: SetProfile[] = [];
    for (const { name, system } of wanted) {
      const before = readProfile(layout, name);
      const after = before?.system === system ? before : await set(layout, name, system, signal);
      done.push({ name, system, generation: after?.generation, unchanged: after === before });
    }
    return done;
  });
}

/**
 * Runs a task while no other nixpawn changes the host.
 * @throws ProblemError NP705, NP706
 */
export async function withHostLock<Result>(
  layout: HostLayout,
  task: () => Promise<Result>,
): Promise<Result> {
  demandLockFolder(layout);
  const busy = (): Problem => ({
    code: "NP705",
    severity: "error",
    message: "another nixpawn is changing this host",
    hint: `if none is, remove ${layout.lock}`,
  });
  return layout.system.locks.holding({ path: layout.lock, busy }, task);
}

/** @throws ProblemError NP706 where this user cannot take locks of the host */
export function demandLockFolder({ lock }: HostLayout): void {
  const folder = dirname(lock);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new ProblemError([refusal(folder, error)]);
  }
}

/** NP706 for each profile that this user may not set; nothing is changed. */
export function unwritable(layout: HostLayout, wanted: readonly { name: string }[]): Problem[] {
  return wanted.flatMap(({ name }) => {
    let folder = join(layout.profiles, name);
    while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
    try {
      accessSync(folder, constants.W_OK);
      return [];
    } catch (error) {
      return [refusal(join(layout.profiles, name), error)];
    }
  });
}

async function set(
  layout: HostLayout,
  name: string,
  system: string,
  signal: AbortSignal | undefined,
): Promise<Profile | undefined> {
  const profile = profileLink(layout, name);
  await layout.system.change(profile, () => {
    makeFolder(dirname(profile), 0o755);
  });
  await layout.system.profiles.set(profile, system, { signal });
  return readProfile(layout, name);
}

function refusal(path: string, error: unknown): Problem {
  const { code } = error as NodeJS.ErrnoException;
  const isForbidden = code === "EACCES" || code === "EPERM";
  return {
    code: "NP706",
    severity: "error",
    message: `${path} cannot be written: ${systemReason(error as NodeJS.ErrnoException)}`,
    ...(isForbidden ? { hint: "run the command as root" } : {}),
  };
}
