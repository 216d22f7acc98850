import { misuses, type MisuseSite } from "./misuses.js";

/**
 * What a pattern with a default (`{ port = 80 }`) is made to ask for, last of all: nothing but a Nix
 * expression, and what a module is given, answers. All attributes are there, so that the default would
 * never be taken.
 */
export const patternKey: unique symbol = Symbol.for("nixpawn.pattern") as never;

let site: MisuseSite | undefined;

/** The key, asked for by the pattern at this place. */
export function patternAt(at: MisuseSite): typeof patternKey {
  site = at;
  return patternKey;
}

/** Asks an object for the key, where code asks for an attribute of it and says what else. */
export function askForPattern(value: object, at: MisuseSite): void {
  void Reflect.get(value, patternAt(at));
}

/** Tells what was taken apart by the pattern that asks for the key. */
export function tellPattern(kind: "operator" | "default", value: unknown): void {
  if (site !== undefined) misuses.note(kind, "=", value, site);
  site = undefined;
}
