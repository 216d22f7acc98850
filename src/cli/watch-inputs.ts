import { existsSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { watch } from "chokidar";
import { isWithin } from "../load/cache/folders.js";
import { NP904 } from "../problems/codes/cli.js";
import { ProblemError } from "../problems/problem.js";
import { systemReason } from "../problems/system-reason.js";

/** A save often comes as several events; milliseconds of quiet that end it. */
const quiet = 20;

/** The clock of a file system may lag behind that of the process by so many milliseconds. */
const clockLag = 20;

/** Watches the files that a run depended on. */
export interface InputWatcher {
  /** Tells one set of watched paths from another, as `watchKey` does. */
  readonly key: string;
  /** Whether something changed since the last `forget`. */
  isDirty(): boolean;
  markDirty(): void;
  /** A new run begins, and will see all changes up to now. */
  forget(): void;
  /**
   * Resolves when something has changed since the last `forget`, and no more changes come.
   * @throws ProblemError NP904 when the system watches no more files
   */
  changed(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What is to be watched for these files, as far as it makes a difference: their folders, of which
 * one may come, go, or be another of the same name by now.
 */
export function watchKey(inputs: readonly string[]): string {
  const folders = [...new Set(inputs.map(standingFolder))];
  return JSON.stringify([
    inputs,
    inputs.filter((path) => !existsSync(path)),
    folders.map((folder) => [folder, statSync(folder, { throwIfNoEntry: false })?.ino]),
  ]);
}

/**
 * Watches files through the folders they are in: one that is missing may appear, an editor may save
 * by renaming, and a new file may take the place of another in an import.
 * @param inputs absolute paths, also of files that are missing
 * @throws ProblemError NP904 when the system watches no more files
 */
export async function watchInputs(inputs: readonly string[]): Promise<InputWatcher> {
  const key = watchKey(inputs);
  const known = new Set(inputs);
  const folders = new Set(inputs.map(standingFolder));
  const missing = inputs.filter((path) => !existsSync(path));
  // Nothing else in the folders is worth the system's notice.
  const counts = (path: string): boolean =>
    known.has(path) || canBeImported(path) || missing.some((one) => isWithin(one, path));
  const watcher = watch([...folders], {
    ignoreInitial: true,
    depth: 0,
    ignored: (path) => !folders.has(path) && !counts(path),
  });

  let dirty = false;
  let latest = 0;
  let failure: Error | undefined;
  let wake = (): void => undefined;
  const markDirty = (): void => {
    dirty = true;
    latest = Date.now();
    wake();
  };
  watcher.on("all", (_event, path) => {
    if (counts(path)) markDirty();
  });
  watcher.on("error", (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
    wake();
  });
  await new Promise<void>((resolve) => {
    watcher.once("ready", resolve);
    wake = resolve;
  });
  if (failure !== undefined) {
    await watcher.close();
    throw cannotWatch(failure);
  }
  // What came or went meanwhile was no event.
  if (watchKey(inputs) !== key) markDirty();

  return {
    key,
    isDirty: () => dirty,
    markDirty,
    forget: () => {
      dirty = false;
    },
    async changed() {
      while (!dirty && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw cannotWatch(failure);
      for (let rest = quiet; rest > 0; rest = latest + quiet - Date.now()) await sleep(rest);
    },
    close: () => watcher.close(),
  };
}

/**
 * Whether one of the files was changed, came or went since a run began.
 * @param missing those of them that the run looked for in vain
 * @param since when it began, in milliseconds of the epoch
 */
export function changedSince(
  inputs: readonly string[],
  missing: readonly string[],
  since: number,
): boolean {
  const absent = new Set(missing);
  return inputs.some((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? !absent.has(path) : stats.ctimeMs >= since - clockLag;
  });
}

/** The folder of a file, or the nearest above that is there. */
function standingFolder(file: string): string {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}

/** A file that an import may come to mean. What begins like this is ours. */
function canBeImported(path: string): boolean {
  const name = basename(path);
  return /\.(?:[cm]?[jt]sx?|json)$/.test(name) && !name.startsWith(".nixpawn");
}

function cannotWatch(error: Error): ProblemError {
  return new ProblemError([NP904.failed({ reason: systemReason(error) })]);
}
