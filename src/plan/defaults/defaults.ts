import type { Origins } from "../../load/origins/origins.js";
import {
  isOverride,
  makeProperty,
  priorityOf,
  readProperty,
  withContent,
} from "../../nix/property.js";
import { isNixExpression } from "../../nix/value.js";
import { always } from "./condition.js";
import { isData, type Options } from "../views/container-parts.js";
import { containerPlace, type OptionPlace } from "./place-of-option.js";
import { isLongForm, saidOf, saidValues, type Said } from "./said-values.js";
import {
  asModules,
  asOne,
  deepest,
  setAttribute,
  strengthInside,
  underCondition,
  unsaid,
  type Unsaid,
} from "./unsaid.js";

/**
 * Lays a container's options over the defaults. A default counts where the container says nothing,
 * whatever conditions hold: plain objects are merged attribute by attribute, anything else is replaced,
 * and beside what the container says under a condition the default is under the opposite. Modules of
 * which nothing is known stand beside each other.
 */
export function mergeDefaults(
  defaults: Options,
  own: Options,
  origins: Origins | undefined,
): Options {
  return mergeSets(defaults, own, containerPlace, origins);
}

function mergeSets(
  low: Options,
  high: Options,
  place: OptionPlace,
  origins: Origins | undefined,
): Options {
  return eachAttribute(low, high, place, origins, (one, other, inner, noted) =>
    merge(one, other, inner, origins, noted),
  );
}

function merge(
  low: unknown,
  high: unknown,
  place: OptionPlace,
  origins: Origins | undefined,
  noted: Noted,
): unknown {
  if (place.depth > deepest) return high;
  if (isData(low) && isData(high)) return mergeSets(low, high, place, origins);
  const isReplaced =
    !place.isModule &&
    readProperty(high) === undefined &&
    !(place.takesFunctions && (isFunction(low) || isFunction(high))) &&
    !(isData(high) && readProperty(low) !== undefined);
  if (isReplaced) return high;
  const own = [{ when: always, value: high, priority: 100 }];
  const parts = unsaid(low, own, place, origins);
  const isNothing = !place.isModule && saidValues(own, place).length === 0 && isEmptyMerge(high);
  return isNothing ? asOne(parts, place) : beside(parts, high, place, origins, noted);
}

function isFunction(value: unknown): boolean {
  return typeof value === "function" && !isNixExpression(value);
}

function isEmptyMerge(value: unknown): boolean {
  const property = readProperty(value);
  return (
    property?.name === "mkMerge" &&
    Array.isArray(property.content) &&
    property.content.every(isEmptyMerge)
  );
}

/** What the defaults say where the container does not, beside what it says. */
function beside(
  parts: readonly Unsaid[],
  written: unknown,
  place: OptionPlace,
  origins: Origins | undefined,
  noted: Noted,
): unknown {
  if (parts.length === 0) return written;
  const values = parts.map(({ value }) => value);
  const high = givingWay(written, values, place, origins);
  const [only] = parts;
  if (parts.length === 1 && only?.said.length === 0 && isData(only.value) && isData(high)) {
    return joined(only.value, high, place, origins);
  }
  return sideBySide(parts.map(underCondition), high, place, origins, noted);
}

/** Two sets that say different things. */
export function joined(
  low: Options,
  high: Options,
  place: OptionPlace,
  origins: Origins | undefined,
): Options {
  return eachAttribute(low, high, place, origins, (one, other, inner, noted) =>
    isData(one) && isData(other)
      ? joined(one, other, inner, origins)
      : sideBySide([one], other, inner, origins, noted),
  );
}

/** Where the default was written, or what the container says: the object, and the key in it. */
type Noted = (isOwn: boolean) => readonly [source: object, key: string];

/** Several definitions of one option; several modules. */
function sideBySide(
  lows: readonly unknown[],
  high: unknown,
  { isModule }: OptionPlace,
  origins: Origins | undefined,
  noted: Noted,
): unknown {
  const items: unknown[] = [];
  for (const one of [...lows, high]) {
    const property = isModule ? undefined : readProperty(one);
    const list = isModule ? one : property?.name === "mkMerge" ? property.content : undefined;
    if (!Array.isArray(list)) {
      items.push(one);
      origins?.inherit(items, String(items.length - 1), ...noted(one === high));
      continue;
    }
    for (const [index, item] of list.entries()) {
      items.push(item);
      origins?.inherit(items, String(items.length - 1), list, String(index));
    }
  }
  return isModule ? items : makeProperty("mkMerge", items);
}

function eachAttribute(
  first: Options,
  second: Options,
  place: OptionPlace,
  origins: Origins | undefined,
  merged: (low: unknown, high: unknown, place: OptionPlace, noted: Noted) => unknown,
): Options {
  const isLong = place.isModule && (isLongForm(first) || isLongForm(second));
  const low = isLong ? asLongForm(first, origins) : first;
  const high = isLong ? asLongForm(second, origins) : second;
  const all: Record<string, unknown> = {};
  for (const source of [low, high]) {
    for (const [key, value] of Object.entries(source)) {
      if (value === undefined) continue;
      const before = source === high && Object.hasOwn(all, key) ? all[key] : undefined;
      const inner = (): OptionPlace => (isLong && key === "config" ? place : place.at(key));
      const both =
        before === undefined
          ? value
          : place.isModule && areBothKept(key, before, value)
            ? concatenated(
                key,
                [
                  [before, low],
                  [value, high],
                ],
                origins,
              )
            : merged(before, value, inner(), (isOwn) => [isOwn ? high : low, key]);
      setAttribute(all, key, both, source, origins);
    }
  }
  return all;
}

function areBothKept(key: string, low: unknown, high: unknown): boolean {
  if (key === "imports") return true;
  return key === "disabledModules" && Array.isArray(low) && Array.isArray(high);
}

function asLongForm(module: Options, origins: Origins | undefined): Options {
  if (isLongForm(module)) return module;
  const long: Record<string, unknown> = {};
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(module)) {
    const isBeside = key === "imports" || key === "disabledModules";
    setAttribute(isBeside ? long : config, key, value, module, origins);
  }
  return { ...long, config };
}

/** Lists of modules follow each other; one that only Nix knows is a module's own. */
function concatenated(
  key: string,
  sources: readonly (readonly [value: unknown, source: object])[],
  origins: Origins | undefined,
): readonly unknown[] {
  const items: unknown[] = [];
  for (const [value, source] of sources) {
    const list = Array.isArray(value) ? (value as readonly unknown[]) : undefined;
    for (const [index, item] of (list ?? [value]).entries()) {
      items.push(list === undefined && isNixExpression(item) ? { [key]: item } : item);
      const [from, at] = list === undefined ? [source, key] : [list, String(index)];
      origins?.inherit(items, String(items.length - 1), from, at);
    }
  }
  return items;
}

/**
 * What a container says of a set by `lib.mkDefault` or weaker, around each attribute where the defaults
 * say others: as a whole it would lose against them.
 */
export function givingWay(
  high: unknown,
  defaults: readonly unknown[],
  place: OptionPlace,
  origins: Origins | undefined,
): unknown {
  const all = defaults.map((value) => ({ when: always, value, priority: 100 }));
  return givingWayTo(all, high, place, origins);
}

function givingWayTo(
  defaults: readonly Said[],
  high: unknown,
  place: OptionPlace,
  origins: Origins | undefined,
): unknown {
  if (defaults.length === 0 || place.depth > deepest) return high;
  const sets = saidValues(defaults, place).filter(({ value }) => isData(value));
  const property = readProperty(high);
  if (property !== undefined && isNixExpression(high)) {
    const { content } = property;
    const inside = (value: unknown): unknown => givingWayTo(defaults, value, place, origins);
    if (isOverride(property)) {
      const isWeak = (priorityOf(property) ?? 0) > 100;
      if (!isWeak || !isData(content) || sets.length === 0) return asModules(high, place);
      return place.isRaw ? content : inside(strengthInside(high, content, origins));
    }
    const inner = mapped(content, property.name === "mkMerge", inside, origins);
    return inner === content ? high : withContent(high, inner);
  }
  if (Array.isArray(high)) {
    return mapped(
      high,
      place.isModule,
      (one) => givingWayTo(defaults, one, place, origins),
      origins,
    );
  }
  if (!isData(high)) return high;
  const isLong = place.isModule && isLongForm(high);
  const set: Record<string, unknown> = {};
  let isChanged = false;
  for (const [key, value] of Object.entries(high)) {
    const isConfig = isLong && key === "config";
    const inner = isConfig ? place : place.at(key);
    const others = isConfig ? defaults : saidOf(key, sets);
    const one = isLong && !isConfig ? value : givingWayTo(others, value, inner, origins);
    isChanged ||= one !== value;
    setAttribute(set, key, one, high, origins);
  }
  return isChanged ? set : high;
}

/** Each item of a list, if it is one whose items are meant, or else the value. */
function mapped(
  value: unknown,
  isList: boolean,
  change: (one: unknown) => unknown,
  origins: Origins | undefined,
): unknown {
  if (!isList) return Array.isArray(value) ? value : change(value);
  if (!Array.isArray(value)) return value;
  const list = value as readonly unknown[];
  const items = list.map(change);
  if (items.every((one, index) => one === list[index])) return list;
  for (const index of items.keys()) origins?.inherit(items, String(index), list);
  return items;
}
