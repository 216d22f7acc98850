/**
 * A value of a config as JSON; undefined for one that has none. A Nix expression in it is the
 * config's own and has no JSON, nor have big integers, circles and getters that throw.
 */
export function jsonOfData(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
