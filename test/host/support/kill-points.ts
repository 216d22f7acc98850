import type { HostLayout } from "../../../src/host/layout.js";
import { FakeHost } from "./fake-host.js";

export interface KillPoints {
  /** What is killed, for what is printed: "create". */
  readonly name: string;
  /** Brings a new host to what it is before the command. */
  readonly prepare?: (host: FakeHost) => Promise<unknown>;
  readonly run: (layout: HostLayout) => Promise<unknown>;
  /** Does what comes after it was killed, the same command say, and judges what came of it. */
  readonly again: (host: FakeHost) => Promise<void>;
}

/**
 * Kills a command right after each change that it makes to a host, each time on a host of its own, and
 * prints how many those were. After the last one it has ended.
 * @returns the changes
 */
export async function killedAfterEachChange({
  name,
  prepare,
  run,
  again,
}: KillPoints): Promise<readonly string[]> {
  const whole = new FakeHost();
  await prepare?.(whole);
  const before = whole.changes;
  await run(whole.layout);
  const most = whole.changes - before;
  if (most < 2) throw new Error(`${name} changes nothing that it could be killed after`);
  const points: string[] = [];
  while (points.length < most - 1) {
    const host = new FakeHost();
    await prepare?.(host);
    const ended = await host.killedAfter(points.length + 1, run);
    if (!("killed" in ended)) break;
    points.push(ended.killed);
    try {
      await again(host);
    } catch (error) {
      throw new Error(`${name}, killed after: ${points.join(", ")}`, { cause: error });
    }
  }
  if (points.length === 0) throw new Error(`${name} was not killed once`);
  process.stderr.write(`${name}: killed after each of ${String(points.length)} changes\n`);
  return points;
}
