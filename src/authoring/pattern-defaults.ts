import { misuses, type MisuseSite } from "./misuses.js";

/**
 * What a pattern with a default (`{ port = 80 }`) is made to ask for, last of all: nothing but a Nix
 * expression answers. All attributes of one are there, so that the default would never be taken.
 */
export const patternKey: unique symbol = Symbol.for("nixpawn.pattern") as never;

let site: MisuseSite | undefined;

/** The key, asked for by the pattern at this place. */
export function patternAt(at: MisuseSite): typeof patternKey {
  site = at;
  return patternKey;
}

/** Tells that an expression was taken apart by the pattern that asks for the key. */
export function tellPattern(value: unknown): void {
  if (site !== undefined) misuses.note("operator", "=", value, site);
  site = undefined;
}
