import type { Origins } from "../config/origins.js";
import { isOverride, makeProperty, readProperty, withContent } from "../nix/property.js";
import { isNixExpression, nixExpression } from "../nix/value.js";
import { isData } from "./container-parts.js";

/** No option has sets that are deeper. */
export const deepestSet = 8;

/**
 * A default that loses against any other definition of the same: each value of a set by itself, as
 * deep as `depth`, by `lib.mkDefault` where it does not say its strength.
 */
export function weakened(value: unknown, depth: number, origins: Origins | undefined): unknown {
  if (isData(value) && depth > 0) {
    const inner: Record<string, unknown> = {};
    for (const [key, one] of Object.entries(value)) {
      if (one === undefined) continue;
      Object.defineProperty(inner, key, {
        value: weakened(one, depth - 1, origins),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      origins?.inherit(inner, key, value);
    }
    return inner;
  }
  const property = readProperty(value);
  if (property !== undefined && isNixExpression(value)) {
    // Nix looks for the strength of a definition inside of conditions only.
    if (property.name === "mkIf" || property.name === "mkMerge") {
      const { content } = property;
      const inner =
        property.name === "mkMerge" && Array.isArray(content)
          ? content.map((one: unknown) => weakened(one, 0, origins))
          : weakened(content, 0, origins);
      return withContent(value, inner);
    }
    if (isOverride(property)) return value;
  }
  return saysItself(value) ? value : makeProperty("mkDefault", value);
}

/** Whether a template speaks of its strength itself. */
function saysItself(value: unknown): boolean {
  if (!isNixExpression(value)) return false;
  const source = value[nixExpression];
  return source.kind === "fragment" && /^[\s(]*(?:lib\.)?mk[A-Z]/.test(source.strings.raw[0] ?? "");
}
