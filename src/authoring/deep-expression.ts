import { isNixExpression, type NixExpression } from "../nix/value.js";

/** The first Nix expression anywhere in a value: in lists, plain objects, maps and sets. */
export function deepExpression(
  value: unknown,
  seen = new Set<unknown>(),
): NixExpression | undefined {
  if (isNixExpression(value)) return value;
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  for (const one of partsOf(value)) {
    const found = deepExpression(one, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value as Iterable<unknown>;
  if (value instanceof Map) return [...value.keys(), ...value.values()] as unknown[];
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain ? (Object.values(value) as unknown[]) : [];
}
