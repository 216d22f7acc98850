import { afterEach, describe, expect, test } from "@jest/globals";
import { carryOut } from "../../src/host/carry-out.js";
import { config, RunningHost, withAddress } from "./support/running-host.js";

const [one, two, three, four] = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"] as const;
const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

/** Runs containers with these addresses, and brings them to others. */
async function handOver(
  has: Readonly<Record<string, string>>,
  gets: Readonly<Record<string, string>>,
  refusing: readonly string[] = [],
) {
  const all = (addresses: Readonly<Record<string, string>>) =>
    Object.entries(addresses).map(([name, address]) => withAddress(name, address));
  const host = new RunningHost(all(has), refusing);
  process.env.PATH = host.path;
  const known = Object.keys(gets);
  const problems = await carryOut(host.layout, all(gets), {
    config,
    takeOver: false,
    rollBack: true,
    known,
    prune: true,
    onStep: () => undefined,
    onDone: () => undefined,
  });
  const messages = problems.map(({ code, message }) => `${code} ${message}`);
  return { host, messages };
}

const has = { a: one, b: two, c: three };
/** Each gets what the one before has. */
const gets = { a: four, b: one, c: two };

describe("an address that each of three gives to the next", () => {
  test("is given when all that give have stopped", async () => {
    const { host, messages } = await handOver(has, gets);
    expect(messages).toEqual([]);
    expect(host.jobs().slice(0, 2)).toEqual(["stop a", "stop b"]);
    expect(host.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.address(name))).toEqual([four, one, two]);
    expect(host.unfinished()).toEqual([]);
  });

  test("is not given where the first cannot be stopped, and the others run on", async () => {
    const { host, messages } = await handOver(has, gets, ["stop a"]);
    expect(messages).toEqual([
      "NP714 container `a` could not be stopped",
      "NP715 container `b` is left as it is: `a` has what it is to get, and could not be stopped",
      "NP715 container `c` is left as it is: `b` has what it is to get, and is left as it is, too",
    ]);
    expect(host.jobs()).toEqual(["stop a"]);
    expect(host.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.address(name))).toEqual([one, two, three]);
    expect(host.unfinished()).toEqual(["a.json"]);
  });

  test("is given by those before the one that cannot be stopped", async () => {
    const { host, messages } = await handOver(has, gets, ["stop b"]);
    expect(messages).toEqual([
      "NP714 container `b` could not be stopped",
      "NP715 container `c` is left as it is: `b` has what it is to get, and could not be stopped",
    ]);
    expect(host.running()).toEqual(["a", "b", "c"]);
    expect([host.address("a"), host.address("c")]).toEqual([four, three]);
  });

  test("by one that is removed, and cannot be stopped, keeps the others from it, too", async () => {
    const { host, messages } = await handOver(has, { b: one, c: two }, ["stop a"]);
    expect(messages.map((text) => text.slice(0, 19))).toEqual([
      "NP714 container `a`",
      "NP715 container `b`",
      "NP715 container `c`",
    ]);
    expect(host.jobs()).toEqual(["stop a"]);
    expect(host.running()).toEqual(["a", "b", "c"]);
  });
});

describe("addresses that go round", () => {
  const round = { a: three, b: one, c: two };

  test("are given when all have stopped", async () => {
    const { host, messages } = await handOver(has, round);
    expect(messages).toEqual([]);
    expect(host.jobs().slice(0, 3).sort()).toEqual(["stop a", "stop b", "stop c"]);
    expect(host.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.address(name))).toEqual([three, one, two]);
  });

  test("stay where they are where one cannot be stopped: the others are started again", async () => {
    const { host, messages } = await handOver(has, round, ["stop b"]);
    expect(messages).toEqual([
      "NP715 container `a` is left as it is: `c` has what it is to get, and is left as it is, too",
      "NP714 container `b` could not be stopped",
      "NP715 container `c` is left as it is: `b` has what it is to get, and could not be stopped",
    ]);
    expect(host.running()).toEqual(["a", "b", "c"]);
    expect(Object.keys(has).map((name) => host.address(name))).toEqual([one, two, three]);
    expect(host.unfinished()).toEqual(["b.json"]);
  });

  test("and one that does not come up again is told of, and known to the next", async () => {
    const { host, messages } = await handOver(has, round, ["stop b", "start a"]);
    expect(messages.slice(0, 2)).toEqual([
      "NP714 container `a` could not be started",
      "NP714 container `a` was stopped to be started anew, and that has not been done",
    ]);
    expect(host.running()).toEqual(["b", "c"]);
    expect(host.unfinished()).toEqual(["a.json", "b.json"]);
  });
});
