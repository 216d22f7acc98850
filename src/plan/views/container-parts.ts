import { priorityOf, readProperty } from "../../nix/property.js";
import { isNixExpression } from "../../nix/value.js";
import type { ValuePath } from "../../problems/problem.js";
import { isPlainObject } from "../plain-object.js";

export type Options = Readonly<Record<string, unknown>>;

/** Options of a container that are written together, and what has to hold for them. */
export interface Part {
  readonly options: Options;
  /** From the container's value. */
  readonly path: ValuePath;
  /** The conditions around them, outermost first. */
  readonly conditions: readonly unknown[];
  /** The lower, the stronger; 100 is usual. */
  readonly priority: number;
}

/** What stands in the place of options and is none. */
export interface Stray {
  readonly value: unknown;
  readonly path: ValuePath;
}

export interface Contents {
  readonly parts: readonly Part[];
  readonly strays: readonly Stray[];
}

/** Nobody writes as many properties around each other; a list that contains itself ends there. */
const deepest = 50;

/**
 * The options in a container's value: of a plain object itself; of `lib.mkIf(…)`, `lib.mkMerge([…])`,
 * `lib.mkForce(…)` and their like, of all that they hold.
 */
export function contentsOf(container: unknown): Contents {
  const parts: Part[] = [];
  const strays: Stray[] = [];
  const visit = (
    value: unknown,
    path: ValuePath,
    around: Pick<Part, "conditions" | "priority">,
  ): void => {
    const property = path.length > 2 * deepest ? undefined : readProperty(value);
    if (property === undefined) {
      if (isData(value)) parts.push({ options: value, path, ...around });
      else strays.push({ value, path });
      return;
    }
    const { name, before, content, step } = property;
    const inner = [...path, step];
    if (name === "mkMerge" && Array.isArray(content)) {
      for (const [index, one] of content.entries()) visit(one, [...inner, index], around);
    } else if (name === "mkIf" && before[0] !== true) {
      visit(content, inner, { ...around, conditions: [...around.conditions, before[0]] });
    } else {
      const own = priorityOf(property) ?? 100;
      visit(content, inner, { ...around, priority: own === 100 ? around.priority : own });
    }
  };
  visit(container, [], { conditions: [], priority: 100 });
  return { parts, strays };
}

/** Whether a container is under `lib.mkIf` or its like, rather than a plain object of options. */
export function isUnderProperty(container: unknown): boolean {
  return readProperty(container) !== undefined;
}

/** Whether all of a value can be looked into as options of a container. */
export function isContainer(value: unknown): boolean {
  return isData(value) || (isUnderProperty(value) && contentsOf(value).strays.length === 0);
}

/** Whether whoever has one part has another, too. */
export function implies(one: Part, other: Part): boolean {
  return other.conditions.every((condition) => one.conditions.includes(condition));
}

export function isData(value: unknown): value is Options {
  return isPlainObject(value) && !isNixExpression(value);
}
