import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { ProblemError } from "../../src/problems/problem.js";
import { withLockFile } from "../../src/tree/lock.js";
import { folderWith } from "../support/program.js";

const busy = () => ({ code: "NP405", severity: "error", message: "busy" }) as const;

/** As of a process that is gone. */
function deadOwner(): string {
  const { pid } = spawnSync("true");
  return `${String(pid)} 1`;
}

test("a lock of a process that is gone is taken by one after the other, and never by two", async () => {
  const owner = deadOwner();
  for (let round = 0; round < 30; round += 1) {
    const folder = folderWith({});
    const path = join(folder, "lock");
    writeFileSync(path, owner);
    let inside = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withLockFile({ path, busy }, async () => {
          inside += 1;
          expect(inside).toBe(1);
          await sleep(0);
          inside -= 1;
          done += 1;
        }),
      ),
    );
    expect(done).toBe(8);
    expect(readdirSync(folder)).toEqual([]);
  }
});

test("what a process left that was killed while it took such a lock away is no hindrance", async () => {
  const folder = folderWith({});
  const path = join(folder, "lock");
  const owner = deadOwner();
  writeFileSync(path, owner);
  writeFileSync(`${path}.stale`, owner);
  expect(await withLockFile({ path, busy }, () => Promise.resolve(readdirSync(folder)))).toEqual([
    "lock",
  ]);
  expect(existsSync(path)).toBe(false);
});

test("what fails gives it back; what it throws is thrown", async () => {
  const path = join(folderWith({}), "lock");
  const failed = withLockFile({ path, busy }, () => Promise.reject(new ProblemError([busy()])));
  await expect(failed).rejects.toThrow("NP405: busy");
  expect(existsSync(path)).toBe(false);
});

test("a lock of a process whose number another one has by now is taken away", async () => {
  const path = join(folderWith({}), "lock");
  // This one's number, and not its start.
  writeFileSync(path, `${String(process.pid)} 1`);
  const begin = Date.now();
  expect(await withLockFile({ path, busy }, () => Promise.resolve("taken"))).toBe("taken");
  expect(Date.now() - begin).toBeLessThan(5000);
});
