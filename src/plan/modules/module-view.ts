import { readProperty } from "../../nix/property.js";
import { isData, type Options } from "../views/container-parts.js";
import { deepest, setAttribute } from "../defaults/unsaid.js";

/** What the objects among several modules say. */
export interface SeenModules {
  readonly options: Options;
  /** Whether there are others, of which nothing is known. */
  readonly isOpen: boolean;
}

/** Modules in a list, or in `lib.mkMerge` and its like, as if all were there; what comes last wins. */
export function seenModules(modules: unknown): SeenModules {
  const sets: Options[] = [];
  let isOpen = false;
  const visit = (value: unknown, depth: number): void => {
    const content = readProperty(value)?.content ?? value;
    if (depth > deepest) isOpen = true;
    else if (content !== value) visit(content, depth + 1);
    else if (Array.isArray(value)) for (const one of value) visit(one, depth + 1);
    else if (!isData(value)) isOpen ||= value !== undefined;
    else if (isData(value.config)) sets.push(value.config);
    else sets.push(value);
  };
  visit(modules, 0);
  return { options: sets.reduce<Options>((all, one) => together(all, one, 0), {}), isOpen };
}

function together(low: Options, high: Options, depth: number): Options {
  const all: Record<string, unknown> = {};
  for (const source of [low, high]) {
    for (const [key, value] of Object.entries(source)) {
      if (value === undefined) continue;
      const before = Object.hasOwn(all, key) ? all[key] : undefined;
      const both = isData(before) && isData(value) && depth < deepest;
      setAttribute(all, key, both ? together(before, value, depth + 1) : value, source, undefined);
    }
  }
  return all;
}
