import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { defaultJobs, inParallel } from "../../src/evaluate/jobs.js";

describe("inParallel", () => {
  test("gives results in the order of the items, so many at once", async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([5, 1, 4, 2, 3], 2, async (item, index) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(item * 3);
      running -= 1;
      return `${String(index)}:${String(item)}`;
    });
    expect(results).toEqual(["0:5", "1:1", "2:4", "3:2", "4:3"]);
    expect(most).toBe(2);
  });

  test("starts nothing more after a failure", async () => {
    const started: number[] = [];
    const run = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      started.push(item);
      await sleep(2);
      if (item === 1) throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    await sleep(20);
    expect(started.length).toBeLessThanOrEqual(3);
  });

  test("has nothing to do for no items", async () => {
    expect(await inParallel([], 4, () => Promise.reject(new Error("no")))).toEqual([]);
  });
});

test("there is at least one job, and no more than cores", () => {
  expect(defaultJobs()).toBeGreaterThanOrEqual(1);
  expect(Number.isInteger(defaultJobs())).toBe(true);
});
