import { expect, test } from "@jest/globals";
import { containerStatuses } from "../../../src/host/actions/container-status.js";
import { readRollback } from "../../../src/host/snapshot/unfinished.js";
import { codesOf, create, look, rollBack, systemOf, update } from "../support/fake-commands.js";
import { FakeHost } from "../support/fake-host.js";

async function withThree(start = true): Promise<FakeHost> {
  const host = new FakeHost();
  await create(host.layout, "web", { start });
  for (const label of ["two", "three"]) await update(host.layout, "web", label);
  return host;
}

test("a container that runs is at once what it was before, as far as that goes back", async () => {
  const host = await withThree();
  expect(await rollBack(host.layout, "web")).toBe(2);
  expect(await look(host.layout, "web")).toMatchObject({
    profile: { generation: 2 },
    runningSystem: systemOf("web", "two"),
  });
  expect(await rollBack(host.layout, "web")).toBe(1);
  expect(await codesOf(rollBack(host.layout, "web"))).toEqual(["NP725"]);
  expect(host.systemd.jobs.filter((one) => one === "reload web")).toHaveLength(4);
});

test("one that does not run is not started for that", async () => {
  const host = await withThree(false);
  expect(await rollBack(host.layout, "web")).toBe(2);
  expect(host.systemd.jobs).toEqual([]);
  expect((await look(host.layout, "web")).profile?.system).toBe(systemOf("web", "two"));
});

test("where the reload fails, the next one reloads and goes back no further", async () => {
  const host = await withThree();
  host.systemd.refusing.add("reload web");
  expect(await codesOf(rollBack(host.layout, "web"))).toEqual(["NP714"]);
  const [status] = await containerStatuses(host.layout, [await look(host.layout, "web")]);
  expect(status).toMatchObject({ generation: 2, drift: ["system"] });
  expect(readRollback(host.layout, "web")?.number).toBe(2);
  host.systemd.refusing.clear();
  expect(await rollBack(host.layout, "web")).toBe(2);
  expect((await look(host.layout, "web")).runningSystem).toBe(systemOf("web", "two"));
  expect(readRollback(host.layout, "web")).toBeUndefined();
});
