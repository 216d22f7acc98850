import { isOverride, priorityOf, readProperty } from "../../nix/property.js";
import { isNixExpression } from "../../nix/value.js";
import { and, whenHolds, type When } from "./condition.js";
import { isData, type Options } from "../views/container-parts.js";
import type { OptionPlace } from "./place-of-option.js";

/** What is said in a place, no property itself, and when. */
export interface Said {
  readonly when: When;
  readonly value: unknown;
  /** The lower, the stronger; undefined where only Nix knows it. */
  readonly priority: number | undefined;
}

/** Lists and properties that contain themselves end there. */
const deepest = 50;

/**
 * What `lib.mkIf`, `lib.mkMerge` and their like hold; of modules, what those in lists do, too, and what
 * is in `config` of the long form. Of a module that is no object nothing is known.
 */
export function saidValues(all: readonly Said[], place: OptionPlace, depth = 0): Said[] {
  return all.flatMap((one) => {
    const { when, value, priority } = one;
    if (value === undefined || when.length === 0 || depth > deepest) return [];
    const inside = (values: readonly unknown[], more: Partial<Said> = {}): Said[] =>
      saidValues(
        values.map((inner) => ({ when, priority, value: inner, ...more })),
        place,
        depth + 1,
      );
    const property = readProperty(value);
    if (property !== undefined) {
      const { name, before, content } = property;
      if (name === "mkMerge") return Array.isArray(content) ? inside(content) : [one];
      if (name === "mkIf") {
        return inside([content], { when: and(when, whenHolds(before[0], place.scope)) });
      }
      return inside([content], isOverride(property) ? { priority: priorityOf(property) } : {});
    }
    if (place.isModule) {
      if (Array.isArray(value)) return inside(value);
      if (!isData(value)) return [];
      return isLongForm(value) ? inside([value.config]) : [one];
    }
    const isFunction = typeof value === "function" && !isNixExpression(value);
    return isFunction && place.takesFunctions ? [] : [one];
  });
}

/** A module that has its options in `config`. */
export function isLongForm(module: Options): boolean {
  return module.config !== undefined || module.options !== undefined;
}

/** What a module has beside its options; of the long form, all but `config`. */
export function isBesideOptions(key: string, isLong: boolean): boolean {
  return isLong ? key !== "config" : key === "imports" || key === "disabledModules";
}

/** What of the sets among these is said of one of their attributes. */
export function saidOf(key: string, all: readonly Said[]): Said[] {
  return all.flatMap((one) => {
    const { value } = one;
    if (!isData(value) || !Object.hasOwn(value, key) || value[key] === undefined) return [];
    return [{ ...one, value: value[key] }];
  });
}
