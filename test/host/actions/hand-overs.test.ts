import { expect, test } from "@jest/globals";
import { handOversBetween, stopOrder } from "../../../src/host/actions/hand-overs.js";
import type { HostContainer } from "../../../src/host/snapshot/host-state.js";
import type { ActionKind } from "../../../src/host/actions/plan-actions.js";
import { hostOf } from "../support/hosts.js";

type Values = Readonly<Record<string, string>>;

/** Containers as they run and as they are to be, by name. */
function given(
  changes: Readonly<Record<string, { has?: Values; gets: Values; kind?: ActionKind }>>,
  more: Partial<HostContainer> = { running: true },
): string[] {
  const entries = Object.entries(changes);
  const running = entries.flatMap(([name, { has }]) => (has === undefined ? [] : [[name, has]]));
  const actions = entries.map(([name, { has, kind }]) => ({
    name,
    kind: kind ?? (has === undefined ? "created" : "restarted"),
    reasons: [],
    notes: [],
    running: true,
    systems: { before: undefined, after: undefined },
  }));
  const desired = entries.map(([name, { gets }]) => ({
    name,
    conf: new Map(Object.entries({ AUTO_START: "1", ...gets })),
    system: undefined,
    unit: new Map(),
    dropIn: undefined,
    restartIfChanged: true,
  }));
  const { containers } = hostOf(Object.fromEntries(running) as Record<string, Values>, more);
  const handOvers = handOversBetween(actions, desired, containers);
  return handOvers.map(({ from, to }) => `${from} to ${to}`);
}

const web = { HOST_PORT: "tcp:80:80" };

test("one that gives what another gets stops first; in a swap both do", () => {
  expect(given({ a: { has: web, gets: {} }, b: { has: {}, gets: web } })).toEqual(["a to b"]);
  expect(given({ a: { has: web, gets: {} }, b: { gets: web } })).toEqual(["a to b"]);
  const other = { HOST_PORT: "tcp:81:80" };
  expect(given({ a: { has: web, gets: other }, b: { has: other, gets: web } })).toEqual([
    "a to b",
    "b to a",
  ]);
});

test("what is kept, or nobody gets, is no reason to stop before", () => {
  expect(given({ a: { has: web, gets: web }, b: { has: {}, gets: {} } })).toEqual([]);
  expect(given({ a: { has: web, gets: {} }, b: { has: {}, gets: {} } })).toEqual([]);
  expect(given({ a: { has: web, gets: {} }, b: { gets: web } }, { running: false })).toEqual([]);
  expect(given({ a: { has: web, gets: {}, kind: "untouched" }, b: { gets: web } })).toEqual([]);
  const off = { ...web, AUTO_START: "0" };
  expect(given({ a: { has: web, gets: {} }, b: { gets: off } })).toEqual([]);
});

test("a folder that both can write to, however its bind is written", () => {
  const has = { EXTRA_NSPAWN_FLAGS: "--bind=/data:/inside" };
  expect(given({ a: { has, gets: {} }, b: { gets: { BIND: "/data:/other:idmap" } } })).toEqual([
    "a to b",
  ]);
  expect(given({ a: { has, gets: {} }, b: { gets: { BIND_RO: "/data" } } })).toEqual([]);
  // Also one that has the other in it.
  for (const [one, other, isGiven] of [
    ["/data/", "/data", true],
    ["/data", "/data/db", true],
    ["/data/db", "/data", true],
    ["/data", "/database", false],
    ["/..data", "/", true],
  ] as const) {
    const found = given({ a: { has: { BIND: one }, gets: {} }, b: { gets: { BIND: other } } });
    expect([one, other, found.length > 0]).toEqual([one, other, isGiven]);
  }
  const colon = { BIND: "/a\\x5c:b:/inside" };
  expect(given({ a: { has: colon, gets: {} }, b: { gets: { BIND: "/a\\x5c:b" } } })).toEqual([
    "a to b",
  ]);
});

test("what it was started with counts, whatever is on the host by now", () => {
  const startedWith = new Map(Object.entries(web));
  const more = { running: true, startedWith };
  expect(given({ a: { has: {}, gets: {} }, b: { gets: web } }, more)).toEqual(["a to b"]);
});

test("one that is removed gives all that it has", () => {
  const removed = { has: web, gets: {}, kind: "removed" } as const;
  expect(given({ a: removed, b: { gets: web } })).toEqual(["a to b"]);
});

test.each([
  ["one after the other, along the handOvers", ["b c", "a b"], [["a"], ["b"]]],
  ["that wait for each other together", ["a b", "b c", "c a"], [["a", "b", "c"]]],
  ["a circle before those that it gives to", ["b a", "b c", "c b", "a x"], [["b", "c"], ["a"]]],
  ["a circle after those that give to it", ["b c", "c b", "a b"], [["a"], ["b", "c"]]],
  ["what is removed has stopped before", ["gone a", "a b"], [["a"]]],
  ["two that have nothing to do with each other at once", ["a x", "b y"], [["a", "b"]]],
])("containers stop %s", (_what, pairs, expected) => {
  const handOvers = pairs.map((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    return { from, to };
  });
  const names = ["a", "b", "c"].filter((name) => handOvers.some(({ from }) => from === name));
  expect(stopOrder(handOvers, names)).toEqual(expected);
});
