import { relative } from "node:path";
import { conflict } from "../../containers/conflicts.js";
import type { Resource } from "../../containers/resources.js";
import { claimsOf } from "../snapshot/claims.js";
import type { DesiredContainer } from "./desired.js";
import type { HostContainer } from "../snapshot/host-state.js";
import type { Action } from "./plan-actions.js";

/** What one container gives up, by being restarted or removed, and another one is to start with. */
export interface HandOver {
  readonly from: string;
  readonly to: string;
}

/**
 * Which containers that run have to stop before others start, as they have an address, a port, an
 * interface or a folder of theirs.
 */
export function handOversBetween(
  actions: readonly Action[],
  desired: readonly DesiredContainer[],
  containers: ReadonlyMap<string, HostContainer>,
): HandOver[] {
  const kindOf = new Map(actions.map(({ name, kind }) => [name, kind]));
  const starting = desired.filter(({ name, conf }) => {
    const kind = kindOf.get(name);
    return kind === "restarted" || (kind === "created" && conf.get("AUTO_START") === "1");
  });
  const wanted = new Map(starting.map(({ name, conf }) => [name, claimsOf(name, conf)]));
  return actions.flatMap(({ name, kind }) => {
    const current = containers.get(name);
    const held = current?.startedWith ?? current?.conf?.values;
    if (current?.running !== true || held === undefined) return [];
    if (kind !== "restarted" && kind !== "removed") return [];
    const given = without(claimsOf(name, held), wanted.get(name) ?? []);
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
export function stopOrder(handOvers: readonly HandOver[], names: readonly string[]): string[][] {
  const givers = new Map(names.map((name) => [name, giversOf(name, handOvers)]));
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
function giversOf(name: string, handOvers: readonly HandOver[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (taker: string): void => {
    for (const { from, to } of handOvers) {
      if (to !== taker || found.has(from)) continue;
      found.add(from);
      add(from);
    }
  };
  add(name);
  return found;
}

function without(held: readonly Resource[], kept: readonly Resource[]): Resource[] {
  return held.filter(
    (one) =>
      !kept.some((other) =>
        one.kind === "folder" && other.kind === "folder"
          ? relative(one.value, other.value) === ""
          : conflict(one, other) !== undefined,
      ),
  );
}

function meets(given: readonly Resource[], wanted: readonly Resource[]): boolean {
  return given.some((one) =>
    wanted.some((other) =>
      one.kind === "folder" && other.kind === "folder"
        ? isWithin(one.value, other.value)
        : conflict(one, other) !== undefined,
    ),
  );
}

/** Whether one of two paths is the other, or above it. */
function isWithin(one: string, other: string): boolean {
  return [relative(one, other), relative(other, one)].some((path) => !/^\.\.(?:\/|$)/.test(path));
}
