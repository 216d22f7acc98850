import { writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { confPath } from "../../../src/host/layout.js";
import {
  apply,
  create,
  destroy,
  labelled,
  look,
  systemOf,
  withAddress,
} from "../support/fake-commands.js";
import { FakeHost } from "../support/fake-host.js";

const notThere = { bindMounts: { "/srv": { hostPath: "/not/there" } } };

/** A host that runs a container from a config. */
async function running(options: Parameters<typeof labelled>[2] = {}): Promise<FakeHost> {
  const host = new FakeHost();
  await apply(host.layout, [labelled("web", "one", options)]);
  host.systemd.jobs.length = 0;
  return host;
}

describe("a container that does not come up", () => {
  test("is stopped once more, and what it was is started", async () => {
    const host = await running({ tmpfs: ["/scratch"] });
    const { problems, steps } = await apply(host.layout, [labelled("web", "two", notThere)]);
    expect(problems).toEqual([
      "NP731 container `web` did not come up as what it is now; its previous system and conf file are back, and it runs",
    ]);
    expect(steps.slice(-5)).toEqual([
      "web: stop it",
      "web: put the profile back",
      "web: put the conf file back",
      "web: put the unit's files back",
      "web: start what it was",
    ]);
    expect(await look(host.layout, "web")).toMatchObject({
      isUp: true,
      profile: { generation: 1 },
      runningSystem: systemOf("web", "one"),
    });
    expect(host.systemd.jobs).toEqual(["restart web", "stop web", "start web"]);
    // What had come of it is the next generation but one.
    await apply(host.layout, [labelled("web", "two")]);
    expect((await look(host.layout, "web")).profile).toEqual({
      system: systemOf("web", "two"),
      generation: 3,
    });
  });

  test("stays as it is, where that is asked for, and the next apply repairs it", async () => {
    const host = await running();
    const bad = [labelled("web", "two", notThere)];
    const { problems } = await apply(host.layout, bad, { rollBack: false });
    expect(problems).toEqual(["NP714 container `web` could not be restarted"]);
    expect((await look(host.layout, "web")).conf?.values.has("BIND_RO")).toBe(true);
    expect(host.systemd.running()).toEqual([]);
    const { done } = await apply(host.layout, [labelled("web", "two")]);
    expect(done).toEqual(["restarted web"]);
    expect((await look(host.layout, "web")).runningSystem).toBe(systemOf("web", "two"));
    expect(host.unfinished()).toEqual([]);
  });

  test("stays stopped, where others have got what it had", async () => {
    const host = new FakeHost();
    const [one, two, three] = ["10.0.0.1", "10.0.0.2", "10.0.0.3"] as const;
    await apply(host.layout, [withAddress("a", one), withAddress("b", two)]);
    const bad = labelled("a", "two", { ...notThere, privateNetwork: true, localAddress: three });
    const { problems } = await apply(host.layout, [bad, withAddress("b", one)]);
    expect(problems).toEqual([
      "NP731 container `a` did not come up as what it is now; its previous system and conf file are back, but it is not started: others have got what it had",
    ]);
    expect(host.systemd.running()).toEqual(["b"]);
    expect(host.conf("b", "LOCAL_ADDRESS")).toBe(one);
    // The next apply starts it.
    expect(host.unfinished()).toEqual(["a.json"]);
    const { done } = await apply(host.layout, [withAddress("a", three), withAddress("b", one)]);
    expect(done).toEqual(["restarted a"]);
    expect(host.systemd.running()).toEqual(["a", "b"]);
  });

  test("is put back by a reload, where it was only reloaded", async () => {
    const host = await running();
    host.systemd.refusing.add("reload web");
    const { problems } = await apply(host.layout, [labelled("web", "two")]);
    // The reload of what it was fails as well here.
    expect(problems.map((one) => one.slice(0, 5))).toContain("NP714");
    expect(host.systemd.jobs).toEqual(["reload web", "reload web"]);
    expect(await look(host.layout, "web")).toMatchObject({
      profile: { generation: 1 },
      runningSystem: systemOf("web", "one"),
    });
  });
});

test("what a start does not bring about is told once, and not restarted for again", async () => {
  const host = await running();
  host.processes.ignored.add("TMPFS");
  const wanted = [labelled("web", "one", { tmpfs: ["/scratch"] })];
  const first = await apply(host.layout, wanted);
  expect(first.problems).toEqual([
    expect.stringMatching(/^NP740 container `web` was started with TMPFS /),
  ]);
  expect((await look(host.layout, "web")).inVain).toEqual(["TMPFS"]);
  host.systemd.jobs.length = 0;
  await apply(host.layout, wanted);
  expect(host.systemd.jobs).toEqual([]);
  // Another start is another matter.
  host.processes.ignored.clear();
  await apply(host.layout, [labelled("web", "one", { tmpfs: ["/scratch", "/more"] })]);
  expect(await look(host.layout, "web")).toMatchObject({ inVain: [], notCarriedOut: [] });
});

test("two at once end as each of them would", async () => {
  const host = new FakeHost();
  const both = await Promise.all([
    apply(host.layout, [labelled("a", "one"), labelled("b", "one")]),
    apply(host.layout, [labelled("a", "one"), labelled("b", "one")]),
  ]);
  expect(both.flatMap(({ problems }) => problems)).toEqual([]);
  expect(both.flatMap(({ done }) => done).sort()).toEqual(["created a", "created b"]);
  expect(host.systemd.jobs.sort()).toEqual(["start a", "start b"]);
});

test("an address that a create has got meanwhile is not taken from it", async () => {
  const host = new FakeHost();
  const wanted = [withAddress("a", "10.0.0.1")];
  const options = { privateNetwork: true, localAddress: "10.0.0.1" };
  const [applied] = await Promise.all([
    apply(host.layout, wanted),
    create(host.layout, "other", { options }),
  ]);
  expect(applied.problems).toEqual(["NP715 the address `10.0.0.1` is in use by container `other`"]);
  await destroy(host.layout, "other");
  expect((await apply(host.layout, wanted)).problems).toEqual([]);
});

test("a container of somebody else under its name is left as it is", async () => {
  const host = new FakeHost();
  const path = confPath(host.layout, "web");
  await create(host.layout, "web");
  writeFileSync(path, "SYSTEM_PATH=/mine\n");
  const { problems } = await apply(host.layout, [labelled("web", "one")]);
  expect(problems.map((one) => one.slice(0, 5))).toEqual(["NP703"]);
  expect(host.conf("web", "SYSTEM_PATH")).toBe("/mine");
});
