import { expect, test } from "@jest/globals";
import { containerStatuses } from "../../src/host/container-status.js";
import { hostOf } from "./support/hosts.js";

/** What is said of a container that has no network of its own. */
async function statusOf(activeState: "active" | "activating" | "failed" | "unknown", since = 0) {
  const running = activeState === "unknown" ? undefined : activeState !== "failed";
  const activeSince = since > 0 ? since : undefined;
  const unit = { activeState, mainPid: undefined, invocation: "ab", activeSince };
  const { layout, containers } = hostOf({ web: {} }, { running, unit });
  const [found] = await containerStatuses(layout, [...containers.values()]);
  return found;
}

test("state and uptime are those of the unit, as it was looked at", async () => {
  const [now] = process.hrtime();
  const up = await statusOf("active", (now - 90) * 1e6);
  expect(up?.state).toBe("active");
  expect(Math.abs((up?.uptime ?? 0) - 90)).toBeLessThan(3);
  expect(await statusOf("activating", 1)).toMatchObject({ state: "activating", uptime: undefined });
  expect(await statusOf("failed", 1)).toMatchObject({ state: "failed", uptime: undefined });
  expect(await statusOf("unknown")).toMatchObject({ state: "unknown", uptime: undefined });
  expect(await statusOf("active")).toMatchObject({ state: "active", uptime: undefined });
});

test("a container that was not asked for has no state that is known", async () => {
  const { layout, containers } = hostOf({ web: {} });
  expect(await containerStatuses(layout, [...containers.values()])).toMatchObject([
    { name: "web", state: "unknown", drift: [] },
  ]);
});
