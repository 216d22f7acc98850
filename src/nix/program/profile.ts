import { resolve } from "node:path";
import { NixError } from "../errors/nix-error.js";
import { runNix } from "./run-nix.js";

export interface ProfileOptions {
  /** Paths of profiles count from it. */
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One generation of a profile. */
export interface Generation {
  readonly number: number;
  readonly date: Date;
  readonly current: boolean;
}

/**
 * Lets a profile point to a store path, as a new generation; if it does already, nothing changes.
 * @param profile its path, such as /nix/var/nix/profiles/per-container/web
 * @param path a store path, which is built or fetched where it is missing
 * @throws NixError NP509 with what Nix complains of; ProblemError NP501, NP502, NP503, NP508
 */
export async function setProfile(
  profile: string,
  path: string,
  options: ProfileOptions = {},
): Promise<void> {
  await profileCommand(profile, ["--set", path], options);
}

/**
 * The generations of a profile, the oldest first; none where there is no profile.
 * @throws as `setProfile`
 */
export async function profileGenerations(
  profile: string,
  options: ProfileOptions = {},
): Promise<readonly Generation[]> {
  const printed = await profileCommand(profile, ["--list-generations"], options);
  return Array.from(printed.matchAll(generation), ([, number, date = "", time = "", mark]) => ({
    number: Number(number),
    // Nix prints local time.
    date: new Date(`${date}T${time}`),
    current: mark !== undefined,
  }));
}

const generation = /^ *(\d+) +(\S+) (\S+) *(\(current\))? *$/gm;

/**
 * Lets a profile point to its generation before the current one.
 * @throws as `setProfile`; also where there is none
 */
export async function rollBackProfile(
  profile: string,
  options: ProfileOptions = {},
): Promise<void> {
  await profileCommand(profile, ["--rollback"], options);
}

/**
 * Lets a profile point to a generation that it has.
 * @throws as `setProfile`; also where it has none of that number
 */
export async function switchGeneration(
  profile: string,
  generation: number,
  options: ProfileOptions = {},
): Promise<void> {
  await profileCommand(profile, ["--switch-generation", String(generation)], options);
}

async function profileCommand(
  profile: string,
  command: readonly string[],
  { cwd = process.cwd(), env, signal }: ProfileOptions,
): Promise<string> {
  const given = ["--profile", resolve(cwd, profile), ...command];
  const run = await runNix("nix-env", given, { cwd, env, signal });
  if (run.exitCode !== 0) throw NixError.of(run, "NP509");
  return run.stdout;
}
