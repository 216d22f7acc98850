import { describe, expect, test } from "@jest/globals";
import { stopSurely, stopTogether, terminate, unitJob } from "../../src/host/systemd.js";
import { unitStates } from "../../src/host/snapshot/unit-states.js";
import { apply, codesOf, labelled } from "./support/fake-commands.js";
import { FakeHost } from "./support/fake-host.js";

/** A host that runs these containers. */
async function running(...names: readonly string[]): Promise<FakeHost> {
  const host = new FakeHost();
  await apply(
    host.layout,
    names.map((name) => labelled(name, "one")),
  );
  host.systemd.jobs.length = 0;
  return host;
}

describe("a start that fails", () => {
  test.each([
    [1, []],
    [2, ["NP714"]],
    [9, ["NP714"]],
  ])("%i times: systemd's own next try counts as well, and no more", async (times, codes) => {
    const host = await running("web");
    host.systemd.failing.set("web", times);
    expect(await codesOf(unitJob(host.layout.system, "restart", "web"))).toEqual(codes);
    expect(host.systemd.running()).toEqual(codes.length === 0 ? ["web"] : []);
  });

  test("is that of a host without the unit", async () => {
    const host = new FakeHost();
    host.systemd.hasTemplate = false;
    expect(await codesOf(unitJob(host.layout.system, "start", "web"))).toEqual(["NP713"]);
  });
});

describe("a container that does not listen", () => {
  test("is killed where it is to stop surely", async () => {
    const host = await running("web");
    host.systemd.deaf.add("web");
    await stopSurely(host.layout.system, "web");
    const { activeState } = (await unitStates(host.layout.system, ["web"])).get("web") ?? {};
    expect(activeState).toBe("inactive");
    expect(host.systemd.jobs).toEqual(["stop web", "stop web", "stop web"]);
  });

  test("is waited for where it has data to keep, until the command is interrupted", async () => {
    const host = await running("web");
    host.systemd.deaf.add("web");
    const controller = new AbortController();
    const stopped = codesOf(unitJob(host.layout.system, "stop", "web", controller.signal));
    controller.abort();
    expect(await stopped).toEqual(["NP502"]);
  });
});

test("one that is tried again and again is ended, and one that does not run is not", async () => {
  const host = await running("web");
  host.systemd.failing.set("web", 99);
  await codesOf(unitJob(host.layout.system, "restart", "web"));
  expect(await terminate(host.layout.system, "web")).toBe(true);
  for (let tick = 0; tick < 5; tick += 1) host.systemd.tick();
  const { activeState } = (await unitStates(host.layout.system, ["web"])).get("web") ?? {};
  expect(activeState).toBe("inactive");
  expect(await terminate(host.layout.system, "web")).toBe(false);
});

test("of several that stop together it is told whether all have", async () => {
  const host = await running("a", "b", "c");
  host.systemd.refusing.add("stop b");
  expect(await stopTogether(host.layout.system, ["a", "b", "c"])).toBe(false);
  expect(host.systemd.running()).toEqual(["b"]);
  host.systemd.refusing.clear();
  expect(await stopTogether(host.layout.system, ["a", "b"])).toBe(true);
  expect(host.systemd.running()).toEqual([]);
});
