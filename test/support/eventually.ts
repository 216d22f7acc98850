import { setTimeout as delay } from "node:timers/promises";

/** Seconds that a test waits for what has to come: far more than it takes, as machines do other work too. */
export const patience = 120;

/** Waits until something is so; the test fails when it does not come to be. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  await until(async () => ((await isSo()) ? true : undefined));
}

/** Waits until there is a value. */
export async function until<Value>(
  what: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  const deadline = Date.now() + patience * 1000;
  for (;;) {
    const value = await what();
    if (value !== undefined) return value;
    if (Date.now() > deadline)
      throw new Error(`it did not come within ${String(patience)} seconds`);
    await delay(50);
  }
}
