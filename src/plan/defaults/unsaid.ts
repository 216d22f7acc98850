import type { Origins } from "../../load/origins/origins.js";
import {
  isOverride,
  makeProperty,
  readProperty,
  withContent,
  type Property,
} from "../../nix/property.js";
import { isNixExpression, nixExpression, type NixExpression } from "../../nix/value.js";
import {
  always,
  and,
  isAlways,
  isWithin,
  keyOfWhen,
  never,
  not,
  or,
  oppositeExpression,
  type When,
} from "./condition.js";
import { isData, type Options } from "../views/container-parts.js";
import type { OptionPlace } from "./place-of-option.js";
import { isBesideOptions, isLongForm, saidOf, saidValues, type Said } from "./said-values.js";

/** A part of the defaults, and when the container says something in its place. */
export interface Unsaid {
  readonly said: When;
  readonly value: unknown;
}

/** Nothing of NixOS is nested deeper; values that contain themselves end there. */
export const deepest = 200;

/**
 * The defaults without what the container always says, in parts by when it says the rest.
 * @param isBare whether nothing that says its strength may be around the default
 */
export function unsaid(
  low: unknown,
  written: readonly Said[],
  place: OptionPlace,
  origins: Origins | undefined,
  isBare = true,
): readonly Unsaid[] {
  if (place.depth > deepest || written.length === 0) return [{ said: never, value: low }];
  const whole = [{ said: never, value: asModules(low, place) }];
  const own = saidValues(written, place);
  if (own.length === 0) return whole;
  const property = readProperty(low);
  if (property !== undefined && isNixExpression(low)) {
    return ofProperty(low, property, own, place, origins);
  }
  if (place.isModule && Array.isArray(low)) {
    const parts = (low as readonly unknown[]).map((one) =>
      unsaid(one, own, place, origins, isBare),
    );
    return together(low, parts, (items) => items, origins);
  }
  if (isData(low)) return ofSet(low, own, place, origins, isBare);
  // A module of which nothing is known stands beside the others.
  if (place.isModule) return whole;
  if (typeof low === "function" && !isNixExpression(low) && place.takesFunctions) return whole;
  const said = or(...own.map(({ when }) => when));
  if (isAlways(said)) return [];
  const isWeakEnough = isBare && place.isOfContainer && isScalar(low) && own.every(isUsual);
  return isWeakEnough
    ? [{ said: never, value: makeProperty("mkDefault", low) }]
    : [{ said, value: low }];
}

/** The parts as one value; undefined when there are none. */
export function asOne(parts: readonly Unsaid[], place: OptionPlace): unknown {
  const items = parts.map(underCondition);
  return items.length < 2 ? items[0] : several(items, place);
}

/** Several definitions of one option, or several modules. */
function several(items: readonly unknown[], { isModule }: OptionPlace): unknown {
  return isModule ? items.flat() : makeProperty("mkMerge", items);
}

/** A part where it counts: where the container says nothing. */
export function underCondition({ said, value }: Unsaid): unknown {
  return said.length === 0 ? value : makeProperty("mkIf", oppositeExpression(said), value);
}

function ofProperty(
  low: NixExpression,
  property: Property,
  own: readonly Said[],
  place: OptionPlace,
  origins: Origins | undefined,
): readonly Unsaid[] {
  const { name, content } = property;
  if (name === "mkMerge" && Array.isArray(content)) {
    const parts = (content as readonly unknown[]).map((one) =>
      unsaid(one, own, place, origins, false),
    );
    return together(
      content,
      parts,
      (items) => (items.length === 1 ? items[0] : withContent(low, items)),
      origins,
    );
  }
  if (isOverride(property) && isData(content) && own.some(({ value }) => isData(value))) {
    if (place.isRaw) {
      // NixOS compares the strength of the whole.
      const said = or(...own.map(({ when }) => when));
      const beside = unsaid(content, own, place, origins, false);
      return inOrder([
        { said, value: low },
        ...beside.map((one) => ({ ...one, said: or(not(said), one.said) })),
      ]);
    }
    return unsaid(strengthInside(low, content, origins), own, place, origins, false);
  }
  const parts = unsaid(content, own, place, origins, false);
  const isWhole = parts.length === 1 && parts[0]?.value === content;
  const around = (value: unknown): unknown => {
    if (isWhole) return low;
    return isOverride(property) ? withStrength(low, value) : withContent(low, value);
  };
  return parts.map(({ said, value }) => ({ said, value: asModules(around(value), place) }));
}

/**
 * A module that says its strength, as one among several: of definitions of a module as a whole, NixOS
 * would take the strongest alone.
 */
export function asModules(value: unknown, { isModule }: OptionPlace): unknown {
  return isModule ? listed(value) : value;
}

function listed(value: unknown): unknown {
  const property = readProperty(value);
  if (property === undefined || !isNixExpression(value)) return value;
  if (isOverride(property)) return [value];
  const { name, content } = property;
  if (name !== "mkMerge" || !Array.isArray(content)) {
    const inner = listed(content);
    return inner === content ? value : withContent(value, inner);
  }
  const items = content.map(listed);
  return items.every((one, index) => one === content[index]) ? value : withContent(value, items);
}

/** The parts of several items, those with the same condition together. */
function together(
  source: object,
  parts: readonly (readonly Unsaid[])[],
  make: (items: readonly unknown[]) => unknown,
  origins: Origins | undefined,
): readonly Unsaid[] {
  // What is around it may be there for its sake.
  if (parts.length === 0) return [{ said: never, value: make([]) }];
  const groups = new Map<string, { said: When; items: unknown[] }>();
  for (const [index, all] of parts.entries()) {
    for (const { said, value } of all) {
      const key = keyOfWhen(said);
      const group = groups.get(key) ?? { said, items: [] };
      groups.set(key, group);
      group.items.push(value);
      origins?.inherit(group.items, String(group.items.length - 1), source, String(index));
    }
  }
  return inOrder([...groups.values()].map(({ said, items }) => ({ said, value: make(items) })));
}

/** What always counts comes first; what never does is left out. */
function inOrder(parts: readonly Unsaid[]): readonly Unsaid[] {
  return [
    ...parts.filter(({ said }) => said.length === 0),
    ...parts.filter(({ said }) => said.length > 0 && !isAlways(said)),
  ];
}

function ofSet(
  low: Options,
  own: readonly Said[],
  place: OptionPlace,
  origins: Origins | undefined,
  isBare: boolean,
): readonly Unsaid[] {
  const isLong = place.isModule && isLongForm(low);
  const sets = own.filter(({ value }) => isData(value));
  const replaced = or(...own.filter(({ value }) => !isData(value)).map(({ when }) => when));
  if (isAlways(replaced)) return [];
  const parts = new SetParts(low, origins);
  let isChanged = replaced.length > 0;
  for (const [key, value] of Object.entries(low)) {
    if (value === undefined) continue;
    if (place.isModule && isBesideOptions(key, isLong)) {
      parts.add(never, key, value, place.at(key));
      continue;
    }
    const isConfig = isLong && key === "config";
    const inner = isConfig ? place : place.at(key);
    const said = isConfig ? sets : saidOf(key, sets);
    const all = ofAttribute(value, said, place, inner, origins, isBare);
    if (all.length !== 1 || all[0]?.value !== value || all[0].said.length > 0) isChanged = true;
    for (const one of all) {
      const when = or(replaced, one.said);
      if (isConfig && when.length > 0) parts.addWhole(when, one.value);
      else parts.add(when, key, one.value, inner);
    }
  }
  if (!isChanged) return [{ said: never, value: low }];
  // A set without anything in it is there, too.
  return Object.keys(low).length === 0 ? [{ said: replaced, value: low }] : parts.all();
}

/** Conditions stay as deep as the container has them; those of one attribute go around several. */
function ofAttribute(
  low: unknown,
  said: readonly Said[],
  outer: OptionPlace,
  place: OptionPlace,
  origins: Origins | undefined,
  isBare: boolean,
): readonly Unsaid[] {
  const parts = unsaid(low, said, place, origins, isBare);
  if (said.every(({ when }) => isAlways(when))) {
    const value = asOne(parts, place);
    return value === undefined ? [] : [{ said: never, value }];
  }
  return parts.flatMap((one) =>
    isWithin(one.said, outer.scope) ? inEachCase(one.value, said, place, origins) : [one],
  );
}

/**
 * Where a container says something within a system under conditions of that system and of what is
 * around it, neither can be said in the other's place: each case of those around has a part.
 */
function inEachCase(
  low: unknown,
  said: readonly Said[],
  place: OptionPlace,
  origins: Origins | undefined,
): readonly Unsaid[] {
  const conditions = new Map<string, When>();
  for (const { when } of said) if (!isAlways(when)) conditions.set(keyOfWhen(when), when);
  let cases: readonly { readonly holds: When; readonly keys: ReadonlySet<string> }[] = [
    { holds: always, keys: new Set() },
  ];
  for (const [key, when] of conditions) {
    cases = cases.flatMap(({ holds, keys }) => [
      { holds: and(holds, not(when)), keys },
      { holds: and(holds, when), keys: new Set([...keys, key]) },
    ]);
    cases = cases.filter(({ holds }) => holds.length > 0);
  }
  return cases.flatMap(({ holds, keys }) => {
    const active = said
      .filter(({ when }) => isAlways(when) || keys.has(keyOfWhen(when)))
      .map((one) => ({ ...one, when: always }));
    const value = asOne(unsaid(low, active, place, origins), place);
    return value === undefined ? [] : [{ said: not(holds), value }];
  });
}

/** The parts of a set, as sets. */
class SetParts {
  readonly #source: Options;
  readonly #origins: Origins | undefined;
  readonly #sets = new Map<string, { said: When; set: Record<string, unknown> }>();
  readonly #whole: Unsaid[] = [];

  constructor(source: Options, origins: Origins | undefined) {
    this.#source = source;
    this.#origins = origins;
  }

  add(said: When, key: string, value: unknown, place: OptionPlace): void {
    const group = keyOfWhen(said);
    const part = this.#sets.get(group) ?? { said, set: {} };
    this.#sets.set(group, part);
    const before = Object.hasOwn(part.set, key) ? part.set[key] : undefined;
    const all = before === undefined ? value : several([before, value], place);
    setAttribute(part.set, key, all, this.#source, this.#origins);
  }

  addWhole(said: When, value: unknown): void {
    this.#whole.push({ said, value });
  }

  all(): readonly Unsaid[] {
    const sets = [...this.#sets.values()].map(({ said, set }) => ({ said, value: set }));
    return inOrder([...sets, ...this.#whole]);
  }
}

/** Sets an attribute that was written in `source`. */
export function setAttribute(
  target: Record<string, unknown>,
  key: string,
  value: unknown,
  source: object,
  origins: Origins | undefined,
): void {
  // Assigning to `__proto__` would set the prototype.
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  origins?.inherit(target, key, source);
}

/** `lib.mkForce` and its like around each attribute in place of the whole. */
export function strengthInside(
  around: NixExpression,
  content: Options,
  origins: Origins | undefined,
): Options {
  const inside: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(content)) {
    if (value !== undefined) {
      setAttribute(inside, key, withStrength(around, value), content, origins);
    }
  }
  return inside;
}

/** Nix looks for the strength of a definition inside of conditions only. */
function withStrength(around: NixExpression, value: unknown): unknown {
  const property = readProperty(value);
  if (property === undefined || !isNixExpression(value)) return withContent(around, value);
  if (isOverride(property)) return value;
  const { name, content } = property;
  return withContent(
    value,
    name === "mkMerge" && Array.isArray(content)
      ? content.map((one: unknown) => withStrength(around, one))
      : withStrength(around, content),
  );
}

/** A value of which there is one, whatever the option's type. */
function isScalar(value: unknown): boolean {
  return value === null || /^(?:boolean|number|bigint|string)$/.test(typeof value);
}

/** Whether a definition is stronger than `lib.mkDefault` for certain. */
function isUsual({ value, priority }: Said): boolean {
  if (priority === undefined || priority >= 1000) return false;
  if (!isNixExpression(value)) return true;
  const source = value[nixExpression];
  return source.kind === "reference" || source.kind === "text";
}
