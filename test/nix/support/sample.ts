import fc from "fast-check";

/** Of generated values: random, and shown on failure; NIXPAWN_SEED repeats a run. */
export const seed = Number(process.env.NIXPAWN_SEED ?? Date.now() % 2 ** 31);

/** How many times more of them than usual; NIXPAWN_RUNS. */
export const runs = Number(process.env.NIXPAWN_RUNS ?? 1);

/** Generated values for one call of a program that takes many. */
export function sample<Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] {
  return fc.sample(arbitrary, { numRuns: count * runs, seed });
}

/** A value as text that does not depend on the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))
      : inner,
  );
}

/** Each pair of a value and what it was expected to be, where they differ. */
export function differing(expected: readonly unknown[], actual: readonly unknown[]): unknown[] {
  if (actual.length !== expected.length) return [{ lengths: [expected.length, actual.length] }];
  return expected
    .map((one, index) => ({ seed, expected: canonical(one), actual: canonical(actual[index]) }))
    .filter((pair) => pair.expected !== pair.actual);
}
