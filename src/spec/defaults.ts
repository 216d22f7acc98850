import { isNixExpression } from "../nix/value.js";
import type { Origins } from "../config/origins.js";
import { isPlainObject } from "./plain-object.js";

/**
 * Lays a container's options over the defaults: what the container says wins, plain objects are
 * merged attribute by attribute, anything else is replaced. Two `config`s that are not both plain
 * objects become a list of modules, which NixOS merges.
 */
export function mergeDefaults(
  defaults: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
  origins: Origins | undefined,
): Readonly<Record<string, unknown>> {
  const merged = merge(defaults, own, origins);
  const [low, high] = [defaults.config, own.config];
  if (low === undefined || high === undefined || (isData(low) && isData(high))) return merged;
  return { ...merged, config: [...asModules(low), ...asModules(high)] };
}

function merge(
  low: Readonly<Record<string, unknown>>,
  high: Readonly<Record<string, unknown>>,
  origins: Origins | undefined,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const source of [low, high]) {
    for (const [key, value] of Object.entries(source)) {
      if (value === undefined) continue;
      const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
      const both = source === high && isData(before) && isData(value);
      // Assigning to `__proto__` would set the prototype.
      Object.defineProperty(merged, key, {
        value: both ? merge(before, value, origins) : value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      origins?.inherit(merged, key, source);
    }
  }
  return merged;
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlainObject(value) && !isNixExpression(value);
}

function asModules(config: unknown): readonly unknown[] {
  return Array.isArray(config) ? config : [config];
}
