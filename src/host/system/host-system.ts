import type { Generation } from "../../nix/program/profile.js";
import type { ProgramRun } from "../../nix/program/run.js";
import type { LockFile } from "../../tree/lock.js";

/**
 * All that a host does for nixpawn, or has done to it. Nothing in `host/` starts a program, changes a
 * file, takes a lock or waits but through it, so that tests have a host without systemd, and can end a
 * command after any of its changes. Files are read where the layout says that they are.
 */
export interface HostSystem {
  /**
   * Runs a program of the host: systemctl, machinectl, busctl, journalctl, ip, chattr.
   * @throws ProblemError NP501 without it, NP502 when `signal` ended it, NP508
   */
  readonly run: (
    program: string,
    words: readonly string[],
    options: { readonly signal?: AbortSignal | undefined },
  ) => Promise<ProgramRun>;
  /** Makes one change to the files of the host, at a path or below it. */
  readonly change: <Result>(path: string, make: () => Result | Promise<Result>) => Promise<Result>;
  readonly profiles: Profiles;
  readonly locks: Locks;
  readonly clock: Clock;
  /** Where the process file system is. */
  readonly proc: string;
  /** The addresses of those interfaces of the host that are up. */
  readonly addresses: () => readonly string[];
}

interface Interruptible {
  readonly signal?: AbortSignal | undefined;
}

/** Nix's profiles, by their paths. @throws as `nix/program/profile.ts` */
export interface Profiles {
  /** Lets one lead to a store path, as a new generation. */
  readonly set: (profile: string, path: string, options: Interruptible) => Promise<void>;
  readonly generations: (profile: string, options: Interruptible) => Promise<readonly Generation[]>;
  /** Lets one lead to its generation before the current one. */
  readonly rollBack: (profile: string, options: Interruptible) => Promise<void>;
  readonly switchTo: (profile: string, generation: number, options: Interruptible) => Promise<void>;
}

/** Files that one process at a time holds; a process that is gone holds none. */
export interface Locks {
  /** Waits for a while. @throws ProblemError with the file's `busy` */
  readonly holding: <Result>(file: LockFile, task: () => Promise<Result>) => Promise<Result>;
  /** Does not wait. @returns undefined where another one holds it */
  readonly ifFree: <Result>(
    path: string,
    task: () => Promise<Result>,
  ) => Promise<{ readonly result: Result } | undefined>;
}

export interface Clock {
  /** Waits for so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Is aborted after so many milliseconds. */
  readonly timeout: (milliseconds: number) => AbortSignal;
  /** Seconds by the clock that stands still while the host sleeps (clock_gettime(2), CLOCK_MONOTONIC). */
  readonly monotonic: () => number;
}
