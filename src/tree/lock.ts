import { closeSync, lstatSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import { dirname, basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError, type Problem } from "../problems/problem.js";
import { processIdentity } from "./process-identity.js";

/** How long a second run waits for the first, in milliseconds. */
const patience = 10_000;

/** A file that one process at a time holds. */
export interface LockFile {
  /** Its path; its folder must be there. */
  readonly path: string;
  /** What is said when another run holds it for too long: NP405, say. */
  readonly busy: () => Problem | Promise<Problem>;
}

/**
 * Runs a task while no other nixpawn writes the same folder.
 * @throws ProblemError NP405 when another run does so for too long
 */
export async function withLock<Result>(
  folder: string,
  task: () => Promise<Result>,
): Promise<Result> {
  const path = lockOf(folder);
  const busy = async (): Promise<Problem> => {
    // What every run loads has no need of it.
    const { NP405 } = await import("../problems/codes/tree.js");
    return NP405.busy({ folder, lock: path });
  };
  return withLockFile({ path, busy }, task);
}

/**
 * Runs a task while no other process holds the same file.
 *
 * The file is made exclusively and names its owner; the lock of a process that is gone counts for
 * nothing, so kill -9 leaves nothing locked.
 * @throws ProblemError with `busy` when another holds it for longer than ten seconds
 */
export async function withLockFile<Result>(
  { path: lock, busy }: LockFile,
  task: () => Promise<Result>,
): Promise<Result> {
  if (!(await takeBefore(lock, Date.now() + patience))) throw new ProblemError([await busy()]);
  return holding(lock, task);
}

/**
 * Runs a task where no other process holds the same file, without waiting for one that does.
 * @returns undefined where one does
 */
export async function ifLockIsFree<Result>(
  lock: string,
  task: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  if (!(await takeBefore(lock, 0))) return undefined;
  return { result: await holding(lock, task) };
}

/** @returns whether it was free by then, in milliseconds since 1970; it is tried once at least */
async function takeBefore(lock: string, deadline: number): Promise<boolean> {
  while (!(await take(lock))) {
    if (isStale(lock)) removeStale(lock);
    else if (Date.now() > deadline) return false;
    await sleep(isThere(lock) ? 20 : 0);
  }
  return true;
}

async function holding<Result>(lock: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } finally {
    await rm(lock, { force: true });
  }
}

/** The lock of a folder: beside it. */
export function lockOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.nixpawn.lock`);
}

async function take(lock: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(lock, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    await file.writeFile(processIdentity(process.pid));
    return true;
  } catch (error) {
    // On a full disk the file can be made, and not be written to.
    await rm(lock, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * Takes a lock without an owner away. Between looking at it and removing it nobody else may: a second
 * one would remove the lock that was taken meanwhile. Nothing waits in here, so that it is as short as
 * can be.
 */
function removeStale(lock: string): void {
  const claim = `${lock}.stale`;
  let file: number;
  try {
    file = openSync(claim, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // Its owner was killed just then.
    if (isStale(claim)) rmSync(claim, { force: true });
    return;
  }
  try {
    // On a full disk it is empty.
    tryTo(() => writeSync(file, processIdentity(process.pid)));
    if (isStale(lock)) rmSync(lock, { force: true });
  } finally {
    closeSync(file);
    rmSync(claim, { force: true });
  }
}

function tryTo(write: () => void): void {
  try {
    write();
  } catch {
    // As said where it is called.
  }
}

function isThere(lock: string): boolean {
  return lstatSync(lock, { throwIfNoEntry: false }) !== undefined;
}

function isStale(lock: string): boolean {
  try {
    const stats = lstatSync(lock);
    // Something that nobody here made: a FIFO would wait for its writer.
    if (!stats.isFile()) return false;
    const owner = readFileSync(lock, "utf8");
    // Made, and not yet written to: its owner is at work, or was killed just then.
    if (owner === "") return Date.now() - stats.mtimeMs > 2000;
    return processIdentity(Number(owner.split(" ")[0])) !== owner;
  } catch {
    return false;
  }
}
