import { relative } from "node:path";
import { withOwnKeys } from "../conf/nspawn-flags.js";
import { readConfWords } from "../conf/words.js";
import { claimsOf, clash, type Claim } from "./claims.js";
import type { DesiredContainer } from "./desired.js";
import type { HostContainer } from "./host-state.js";
import type { Action } from "./plan-actions.js";

/** What one container gives up, by being restarted or removed, and another one is to start with. */
export interface Gift {
  readonly from: string;
  readonly to: string;
}

interface Taken {
  readonly claims: readonly Claim[];
  /** Folders and files of the host that it can write to. */
  readonly binds: readonly string[];
}

/**
 * Which containers that run have to stop before others start, as they have an address, a port, an
 * interface or a folder of theirs.
 */
export function giftsBetween(
  actions: readonly Action[],
  desired: readonly DesiredContainer[],
  containers: ReadonlyMap<string, HostContainer>,
): Gift[] {
  const kindOf = new Map(actions.map(({ name, kind }) => [name, kind]));
  const starting = desired.filter(({ name, conf }) => {
    const kind = kindOf.get(name);
    return kind === "restarted" || (kind === "created" && conf.get("AUTO_START") === "1");
  });
  const wanted = new Map(starting.map(({ name, conf }) => [name, takenBy(conf)]));
  return actions.flatMap(({ name, kind }) => {
    const current = containers.get(name);
    const held = current?.startedWith ?? current?.conf?.values;
    if (current?.running !== true || held === undefined) return [];
    if (kind !== "restarted" && kind !== "removed") return [];
    const given = without(takenBy(held), wanted.get(name) ?? nothing);
    return [...wanted].flatMap(([to, taken]) =>
      to !== name && meets(given, taken) ? [{ from: name, to }] : [],
    );
  });
}

/**
 * The order in which containers stop to give: before one stops, each that it waits for itself has to have
 * stopped, so that nothing is done to it where that fails. Those that wait for each other stop together.
 * @param names of the containers that are to stop
 */
export function stopOrder(gifts: readonly Gift[], names: readonly string[]): string[][] {
  const givers = new Map(names.map((name) => [name, giversOf(name, gifts)]));
  const left = new Set(names);
  const waves: string[][] = [];
  while (left.size > 0) {
    // What it waits for still waits for it, too: a circle.
    const wave = [...left].filter((name) =>
      [...(givers.get(name) ?? [])].every((one) => !left.has(one) || givers.get(one)?.has(name)),
    );
    for (const name of wave) left.delete(name);
    waves.push(wave);
  }
  return waves;
}

/** All that give to a container, or to one that gives to it. */
function giversOf(name: string, gifts: readonly Gift[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (taker: string): void => {
    for (const { from, to } of gifts) {
      if (to !== taker || found.has(from)) continue;
      found.add(from);
      add(from);
    }
  };
  add(name);
  return found;
}

const nothing: Taken = { claims: [], binds: [] };

function takenBy(conf: ReadonlyMap<string, string>): Taken {
  const words = readConfWords(withOwnKeys(conf).get("BIND") ?? "");
  // SOURCE[:PATH[:OPTIONS]], in which systemd-nspawn reads `\\:` as a colon.
  const sources = words.map((word) => /^(?:[^\\:]|\\.)*/.exec(word)?.[0] ?? word);
  return { claims: claimsOf(conf), binds: sources.map((one) => one.replace(/\\(.)/g, "$1")) };
}

function without(held: Taken, kept: Taken): Taken {
  return {
    claims: held.claims.filter((one) => !kept.claims.some((other) => clash(one, other))),
    binds: held.binds.filter((one) => !kept.binds.some((other) => relative(one, other) === "")),
  };
}

function meets(given: Taken, wanted: Taken): boolean {
  return (
    given.claims.some((one) => wanted.claims.some((other) => clash(one, other))) ||
    given.binds.some((one) => wanted.binds.some((other) => isWithin(one, other)))
  );
}

/** Whether one of two paths is the other, or above it. */
function isWithin(one: string, other: string): boolean {
  return [relative(one, other), relative(other, one)].some((path) => !/^\.\.(?:\/|$)/.test(path));
}
