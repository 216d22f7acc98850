import type { Origins } from "../../load/origins/origins.js";
import { makeProperty, readProperty, withContent } from "../../nix/property.js";
import { isNixExpression } from "../../nix/value.js";
import {
  always,
  and,
  asExpression,
  bothExpression,
  isAlways,
  or,
  oppositeExpression,
  whenHolds,
  type When,
} from "./condition.js";
import { contentsOf, isData, type Part } from "../views/container-parts.js";
import { givingWay, joined, mergeDefaults } from "./defaults.js";
import { containerPlace } from "./place-of-option.js";
import { unsaid, type Unsaid } from "./unsaid.js";

/**
 * Lays a container that is under `lib.mkIf` or its like over the defaults. They are merged into what
 * it holds; of `lib.mkMerge`, into the first part without a condition, or else into one more part that
 * is there when any of the others is: defaults alone are no container. What other parts say under
 * conditions the defaults say in parts under the opposite.
 */
export function mergeUnderProperty(
  defaults: Readonly<Record<string, unknown>>,
  own: unknown,
  origins: Origins | undefined,
): unknown {
  const property = readProperty(own);
  if (property === undefined || !isNixExpression(own)) {
    return isData(own) ? mergeDefaults(defaults, own, origins) : own;
  }
  const { name, content } = property;
  if (name !== "mkMerge") {
    return withContent(own, mergeUnderProperty(defaults, content, origins));
  }
  const { parts, strays } = contentsOf(own);
  if (!Array.isArray(content) || strays.length > 0) return own;
  const [only] = content as readonly unknown[];
  if (content.length === 1) {
    const items = [mergeUnderProperty(defaults, only, origins)];
    origins?.inherit(items, "0", content);
    return withContent(own, items);
  }
  const further: unknown[] = [];
  const values: unknown[] = [];
  let base: Unsaid["value"];
  // Of parts that are not of one strength, NixOS takes the strongest alone.
  for (const priority of new Set(parts.map((one) => one.priority))) {
    const same = parts.filter((one) => one.priority === priority);
    const present = or(...same.map(whenThere));
    if (present.length === 0) continue;
    const said = same.map((one) => ({ when: whenThere(one), value: one.options, priority: 100 }));
    for (const one of unsaid(defaults, said, containerPlace, origins)) {
      values.push(one.value);
      const isBase = isAlways(present) && one.said.length === 0 && priority === 100;
      if (isBase && content.some(isData)) base = one.value;
      else further.push(underPresence(one, present, priority));
    }
  }
  const items: unknown[] = [...further];
  for (const [index, one] of (content as readonly unknown[]).entries()) {
    const item = inside(one, (options) => givingWay(options, values, containerPlace, origins));
    if (isData(base) && isData(item)) {
      items.push(joined(base, item, containerPlace, origins));
      base = undefined;
    } else items.push(item);
    origins?.inherit(items, String(items.length - 1), content, String(index));
  }
  return withContent(own, items);
}

function whenThere({ conditions }: Part): When {
  return conditions.reduce<When>((all, one) => and(all, whenHolds(one, 0)), always);
}

/** A part of the defaults that is there when the container is. */
function underPresence({ said, value }: Unsaid, present: When, priority: number): unknown {
  const strong = priority === 100 ? value : ofPriority(priority, value);
  const isThere = isAlways(present) ? undefined : asExpression(present);
  if (said.length === 0)
    return isThere === undefined ? strong : makeProperty("mkIf", isThere, strong);
  const isUnsaid = oppositeExpression(said);
  return makeProperty(
    "mkIf",
    isThere === undefined ? isUnsaid : bothExpression(isThere, isUnsaid),
    strong,
  );
}

function ofPriority(priority: number, value: unknown): unknown {
  if (priority === 50) return makeProperty("mkForce", value);
  if (priority === 1000) return makeProperty("mkDefault", value);
  return makeProperty("mkOverride", priority, value);
}

/** What the properties around a container hold, changed. */
function inside(one: unknown, change: (options: unknown) => unknown): unknown {
  const property = readProperty(one);
  if (property === undefined || !isNixExpression(one)) return change(one);
  const { name, content } = property;
  if (name !== "mkMerge" || !Array.isArray(content)) {
    const inner = inside(content, change);
    return inner === content ? one : withContent(one, inner);
  }
  const items = content.map((item: unknown) => inside(item, change));
  return items.every((item, index) => item === content[index]) ? one : withContent(one, items);
}
