import { describe, expect, test } from "@jest/globals";
import { apply, labelled, look, systemOf, withAddress } from "../support/fake-commands.js";
import { FakeHost } from "../support/fake-host.js";

const [one, two, three, four] = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"] as const;

describe("a container of a config", () => {
  test("is made and started, and nothing is done to it when it is as it is to be", async () => {
    const host = new FakeHost();
    const made = await apply(host.layout, [labelled("web", "one")]);
    expect(made).toMatchObject({ problems: [], done: ["created web"] });
    expect(await look(host.layout, "web")).toMatchObject({
      isUp: true,
      runningSystem: systemOf("web", "one"),
      profile: { system: systemOf("web", "one"), generation: 1 },
      notCarriedOut: [],
    });
    const again = await apply(host.layout, [labelled("web", "one")]);
    expect(again).toEqual({ problems: [], done: [], steps: [] });
    expect(host.systemd.jobs).toEqual(["start web"]);
  });
});

/** Runs containers with these addresses, and brings them to others. */
async function handOver(
  has: Readonly<Record<string, string>>,
  gets: Readonly<Record<string, string>>,
  refusing: readonly string[] = [],
) {
  const all = (addresses: Readonly<Record<string, string>>) =>
    Object.entries(addresses).map(([name, address]) => withAddress(name, address));
  const host = new FakeHost();
  await apply(host.layout, all(has));
  host.systemd.jobs.length = 0;
  for (const job of refusing) host.systemd.refusing.add(job);
  const { problems } = await apply(host.layout, all(gets));
  return { host, messages: problems };
}

const has = { a: one, b: two, c: three };
/** Each gets what the one before has. */
const gets = { a: four, b: one, c: two };

describe("an address that each of three gives to the next", () => {
  test("is given when all that give have stopped", async () => {
    const { host, messages } = await handOver(has, gets);
    expect(messages).toEqual([]);
    expect(host.systemd.jobs.slice(0, 2)).toEqual(["stop a", "stop b"]);
    expect(host.systemd.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.conf(name, "LOCAL_ADDRESS"))).toEqual([
      four,
      one,
      two,
    ]);
    expect(host.unfinished()).toEqual([]);
  });

  test("is not given where the first cannot be stopped, and the others run on", async () => {
    const { host, messages } = await handOver(has, gets, ["stop a"]);
    expect(messages).toEqual([
      "NP714 container `a` could not be stopped",
      "NP715 container `b` is left as it is: `a` has what it is to get, and could not be stopped",
      "NP715 container `c` is left as it is: `b` has what it is to get, and is left as it is, too",
    ]);
    expect(host.systemd.jobs).toEqual(["stop a"]);
    expect(host.systemd.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.conf(name, "LOCAL_ADDRESS"))).toEqual([
      one,
      two,
      three,
    ]);
    expect(host.unfinished()).toEqual(["a.json"]);
  });

  test("is given by those before the one that cannot be stopped", async () => {
    const { host, messages } = await handOver(has, gets, ["stop b"]);
    expect(messages).toEqual([
      "NP714 container `b` could not be stopped",
      "NP715 container `c` is left as it is: `b` has what it is to get, and could not be stopped",
    ]);
    expect(host.systemd.running()).toEqual(["a", "b", "c"]);
    expect([host.conf("a", "LOCAL_ADDRESS"), host.conf("c", "LOCAL_ADDRESS")]).toEqual([
      four,
      three,
    ]);
  });

  test("by one that is removed, and cannot be stopped, keeps the others from it, too", async () => {
    const { host, messages } = await handOver(has, { b: one, c: two }, ["stop a"]);
    expect(messages.map((text) => text.slice(0, 19))).toEqual([
      "NP714 container `a`",
      "NP715 container `b`",
      "NP715 container `c`",
    ]);
    expect(host.systemd.jobs).toEqual(["stop a"]);
    expect(host.systemd.running()).toEqual(["a", "b", "c"]);
  });
});

describe("addresses that go round", () => {
  const round = { a: three, b: one, c: two };

  test("are given when all have stopped", async () => {
    const { host, messages } = await handOver(has, round);
    expect(messages).toEqual([]);
    expect(host.systemd.jobs.slice(0, 3).sort()).toEqual(["stop a", "stop b", "stop c"]);
    expect(host.systemd.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.conf(name, "LOCAL_ADDRESS"))).toEqual([
      three,
      one,
      two,
    ]);
  });

  test("stay where they are where one cannot be stopped: the others are started again", async () => {
    const { host, messages } = await handOver(has, round, ["stop b"]);
    expect(messages).toEqual([
      "NP715 container `a` is left as it is: `c` has what it is to get, and is left as it is, too",
      "NP714 container `b` could not be stopped",
      "NP715 container `c` is left as it is: `b` has what it is to get, and could not be stopped",
    ]);
    expect(host.systemd.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.conf(name, "LOCAL_ADDRESS"))).toEqual([
      one,
      two,
      three,
    ]);
    expect(host.unfinished()).toEqual(["b.json"]);
  });

  test("and one that does not come up again is told of, and known to the next", async () => {
    const { host, messages } = await handOver(has, round, ["stop b", "start a"]);
    expect(messages.slice(0, 2)).toEqual([
      "NP714 container `a` could not be started",
      "NP714 container `a` was stopped to be started anew, and that has not been done",
    ]);
    expect(host.systemd.running()).toEqual(["b", "c"]);
    expect(host.unfinished()).toEqual(["a.json", "b.json"]);
  });
});
