import { withOwnKeys } from "../../conf/nspawn-flags.js";
import type { ConfFile } from "../snapshot/conf-file.js";
import type { DesiredContainer } from "./desired.js";
import {
  confTraits,
  systemTrait,
  unitTraits,
  type Effect,
  type Trait,
  type UnitTrait,
} from "../snapshot/effects.js";
import type { HostContainer } from "../snapshot/host-state.js";
import { startsFromProfile } from "../snapshot/profile-link.js";

/** One thing that is another on the host than it is to be. */
export interface Reason {
  /** The options of the container that decide it; empty where none does. */
  readonly options: readonly string[];
  /** Its key: of the conf file, of the unit's options, or "system". */
  readonly key: string;
  /** Undefined where it is not set. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly effect: Effect;
}

/** A line that nixpawn does not know was put there for the start of the container. */
const unknownTrait: Trait = { options: [], effect: "restart" };

/**
 * What differs between a container as it is to be and as it is on the host: of what it needs a restart
 * for, what runs counts, and what the host has for the next start only where that runs already.
 */
export function differences(
  desired: DesiredContainer,
  current: HostContainer,
  conf: ConfFile,
): Reason[] {
  const written = withOwnKeys(withoutUsual(desired.name, conf.values));
  const after = withOwnKeys(desired.conf);
  const running = valuesInEffect(current, written);
  const unit = conf.mark?.unit;
  return [
    ...systemReason(desired, current, conf),
    ...keysOf(after, running, written)
      .flatMap((key) => compare(key, confTraits[key] ?? unknownTrait, [running, written, after]))
      .map((one) =>
        isInVain(one, current, written) ? { ...one, effect: "next start" as const } : one,
      ),
    ...(Object.keys(unitTraits) as UnitTrait[]).flatMap((key) =>
      // Of a container that is not nixpawn's, the conf file does not tell.
      unit === undefined
        ? []
        : compare(key, unitTraits[key], [current.unitInEffect ?? unit, unit, desired.unit]),
    ),
  ];
}

/** Whether a restart has not brought it about already: its unit would have to be another one first. */
function isInVain(
  { key, after }: Reason,
  { inVain = [] }: HostContainer,
  written: Values,
): boolean {
  return inVain.includes(key) && isSame(confTraits[key] ?? unknownTrait, written.get(key), after);
}

/** What the host has of a container that is not in effect in it: keys of its conf file or its unit. */
export function notInEffect(current: HostContainer): string[] {
  const { conf, unitInEffect } = current;
  if (conf === undefined) return [];
  const written = withOwnKeys(conf.values);
  const running = valuesInEffect(current, written);
  const unit = conf.mark?.unit;
  const differ = (trait: Trait, key: string, ...[one, other]: readonly [Values, Values]): boolean =>
    trait.effect === "restart" && !isSame(trait, one.get(key), other.get(key));
  return [
    ...keysOf(running, written).filter((key) =>
      differ(confTraits[key] ?? unknownTrait, key, running, written),
    ),
    ...(Object.keys(unitTraits) as UnitTrait[]).filter(
      (key) => unit !== undefined && differ(unitTraits[key], key, unitInEffect ?? unit, unit),
    ),
  ];
}

/** Whether a container is up with all that the host has of it. */
export function isInEffect(current: HostContainer): boolean {
  const { isUp, startedWith, runningSystem, profile } = current;
  if (isUp !== true || startedWith === undefined) return false;
  const isCurrent = profile === undefined || runningSystem === profile.system;
  return isCurrent && notInEffect(current).length === 0;
}

type Values = ReadonlyMap<string, string>;

/** Without lines that could as well be left out: the container's profile, and no flake. */
function withoutUsual(name: string, values: Values): Values {
  const isUsual = ([key, value]: readonly [string, string]): boolean =>
    (key === "SYSTEM_PATH" && startsFromProfile(name, value)) || (key === "FLAKE" && value === "");
  return new Map([...values].filter((one) => !isUsual(one)));
}

/** The lines of a conf file with those that were read at the start as they were then. */
function valuesInEffect({ startedWith }: HostContainer, written: Values): Values {
  if (startedWith === undefined) return written;
  const started = withOwnKeys(startedWith);
  const isReadOnce = (key: string): boolean => confTraits[key]?.effect === "restart";
  return new Map([
    ...[...written].filter(([key]) => !isReadOnce(key)),
    ...[...started].filter(([key]) => isReadOnce(key)),
  ]);
}

/** Both what runs and what would be started have to be the system that is wanted. */
function systemReason(
  { system, conf }: DesiredContainer,
  current: HostContainer,
  { values }: ConfFile,
): Reason[] {
  const { runningSystem, profile } = current;
  if (system === undefined) {
    const path = conf.get("SYSTEM_PATH");
    // Other paths are links, and a change of the path is a reason by itself.
    const isKnown = path !== undefined && /^\/nix\/store\/[^/]+$/.test(path);
    if (!isKnown || runningSystem === undefined || runningSystem === path) return [];
    if (values.get("SYSTEM_PATH") !== path) return [];
    return [
      { ...systemTrait, options: ["path"], key: "system", before: runningSystem, after: path },
    ];
  }
  const present = [runningSystem, profile?.system].filter((one) => one !== undefined);
  const before = present.find((one) => one !== system);
  if (before === undefined && profile !== undefined) return [];
  return [{ ...systemTrait, key: "system", before, after: system }];
}

function keysOf(...maps: readonly ReadonlyMap<string, string>[]): string[] {
  return [...new Set(maps.flatMap((one) => [...one.keys()]))];
}

/** @param values what runs, what is on the host for the next start, and what is to be */
function compare(key: string, trait: Trait, values: readonly [Values, Values, Values]): Reason[] {
  const [running, written, after] = values.map((one) => one.get(key));
  const { options, effect } = trait;
  if (!isSame(trait, running, after)) return [{ options, key, before: running, after, effect }];
  if (isSame(trait, written, after)) return [];
  return [{ options, key, before: written, after, effect: "next start" }];
}

function isSame({ default: usual }: Trait, one: string | undefined, other: string | undefined) {
  return (one ?? usual) === (other ?? usual);
}
