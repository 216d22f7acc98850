import { availableParallelism, freemem } from "node:os";
import { fileText } from "../problems/file-text.js";

/** What the evaluation of one container takes at its peak, in bytes; measured: 530 MB. */
const memoryOfOne = 600 * 2 ** 20;

/** How many containers are evaluated at once: as many as cores and memory allow, one at least. */
export function defaultJobs(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(availableMemory() / memoryOfOne)));
}

/** Bytes that programs can have without swapping: of the machine, and of this control group. */
function availableMemory(): number {
  const machine = /^MemAvailable:\s+(\d+) kB$/m.exec(fileText("/proc/meminfo") ?? "")?.[1];
  const ofMachine = machine === undefined ? freemem() : Number(machine) * 1024;
  const limit = Number((fileText("/sys/fs/cgroup/memory.max") ?? "").trim() || Number.NaN);
  const used = Number((fileText("/sys/fs/cgroup/memory.current") ?? "").trim() || Number.NaN);
  return Number.isFinite(limit - used) ? Math.min(ofMachine, limit - used) : ofMachine;
}

/**
 * Runs tasks, so many at once; results in the order of the tasks. The first that throws ends it:
 * no further one is started.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  jobs: number,
  task: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length && !failed; index = next++) {
      try {
        results[index] = await task(items[index] as Item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, jobs), items.length) }, worker));
  return results;
}
