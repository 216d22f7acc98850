import { setTimeout as delay } from "node:timers/promises";

/** Waits until something is so; the test fails when that takes more than 20 seconds. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("it did not come to be within 20 seconds");
    await delay(100);
  }
}
