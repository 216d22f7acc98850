import { makeProperty, readProperty } from "../nix/property.js";
import { isNixExpression } from "../nix/value.js";
import type { Origins } from "../config/origins.js";
import { isPlainObject } from "./plain-object.js";
import { deepestSet, weakened } from "./weakened.js";

type Options = Readonly<Record<string, unknown>>;

/** Nothing of NixOS is nested deeper; values that contain themselves end there. */
const deepest = 200;

/**
 * Lays a container's options over the defaults: what the container says wins, plain objects are
 * merged attribute by attribute, an object beside what the container says by `lib.mkIf` or
 * `lib.mkMerge` stays, as a weaker definition, anything else is replaced. Two `config`s that are not both plain
 * objects become a list of modules, which NixOS merges.
 */
export function mergeDefaults(
  defaults: Options,
  own: Options,
  origins: Origins | undefined,
): Options {
  const merged = merge(defaults, own, origins, 0);
  const [low, high] = [defaults.config, own.config];
  if (low === undefined || high === undefined || (isData(low) && isData(high))) return merged;
  const modules: unknown[] = [];
  for (const source of [defaults, own]) {
    const { config } = source;
    for (const [index, one] of (Array.isArray(config) ? config : [config]).entries()) {
      modules.push(one);
      const [from, key] = Array.isArray(config) ? [config, index] : [source, "config"];
      origins?.inherit(modules, String(modules.length - 1), from, String(key));
    }
  }
  merged.config = modules;
  return merged;
}

function merge(
  low: Options,
  high: Options,
  origins: Origins | undefined,
  depth: number,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const source of [low, high]) {
    for (const [key, value] of Object.entries(source)) {
      if (value === undefined) continue;
      const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
      const both = source === high && isData(before) && isData(value) && depth < deepest;
      const beside =
        source === high && isData(before) ? besideProperty(before, value, origins) : undefined;
      // Assigning to `__proto__` would set the prototype.
      Object.defineProperty(merged, key, {
        value: both ? merge(before, value, origins, depth + 1) : (beside ?? value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      origins?.inherit(merged, key, source);
    }
  }
  return merged;
}

/** What a container says of a set by `lib.mkIf` or `lib.mkMerge`, with the default of that set. */
function besideProperty(low: Options, value: unknown, origins: Origins | undefined): unknown {
  const name = readProperty(value)?.name;
  if (name !== "mkIf" && name !== "mkMerge") return undefined;
  return makeProperty("mkMerge", [weakened(low, deepestSet, origins), value]);
}

function isData(value: unknown): value is Options {
  return isPlainObject(value) && !isNixExpression(value);
}
