import { expect, test } from "@jest/globals";
import { containerStatuses } from "../../../src/host/actions/container-status.js";
import { apply, labelled, look, systemOf } from "../support/fake-commands.js";
import { FakeHost } from "../support/fake-host.js";
import { hostOf } from "../support/hosts.js";

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

test("a system drifts where another one runs than the next start would start", async () => {
  const host = new FakeHost();
  const status = async () => {
    const [found] = await containerStatuses(host.layout, [await look(host.layout, "web")]);
    return found;
  };
  await apply(host.layout, [labelled("web", "one")]);
  expect(await status()).toMatchObject({
    state: "active",
    generation: 1,
    runningSystem: systemOf("web", "one"),
    drift: [],
  });
  const later = labelled("web", "two", { restartIfChanged: false, tmpfs: ["/scratch"] });
  await apply(host.layout, [later]);
  expect(await status()).toMatchObject({
    generation: 2,
    system: systemOf("web", "two"),
    runningSystem: systemOf("web", "one"),
    drift: ["conf", "system"],
    notInEffect: ["TMPFS"],
  });
  host.systemd.now += 60;
  expect((await status())?.uptime).toBe(60);
});
