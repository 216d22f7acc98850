import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lib, nix, pkgs } from "../../src/index.js";
import { ProblemError } from "../../src/problems/problem.js";
import { countValues, mostValues, refuseTooMany } from "../../src/plan/count-values.js";
import { processorTime } from "../support/processor-time.js";

/** Counts one by one what is printed. */
function slowly(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + slowly(one), 1);
}

test("what is shared counts as often as it is printed", () => {
  let tried = 0;
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.boolean(), { maxLength: 6 }), (start, levels) => {
      let value: unknown = start;
      for (const isList of levels) value = isList ? [value, value] : { a: value, b: [value], c: 1 };
      tried += 1;
      expect(countValues(value)).toBe(slowly(value));
    }),
  );
  console.info(`${tried} values counted`);
});

describe("too many are refused at once", () => {
  const shared = (start: unknown, join: (one: unknown) => unknown): unknown => {
    let value = start;
    for (let level = 0; level < 30; level += 1) value = join(value);
    return value;
  };
  test.each<[string, unknown]>([
    ["lists", shared(1, (one) => [one, one])],
    ["sets", shared({}, (one) => ({ a: one, b: one }))],
    ["templates", shared(nix`1`, (one) => nix`${one as never} ${one as never}`)],
    [
      "references",
      shared(pkgs.a, (one) =>
        (lib as never as { f: (...given: unknown[]) => unknown }).f(one, one),
      ),
    ],
    ["a long list", new Array(1e9)],
    ["the longest", Object.assign([], { length: 2 ** 32 - 1 })],
    ["many", Array.from({ length: mostValues + 1 }, () => 1)],
  ])("%s", (_name, value) => {
    const taken = processorTime(() => {
      expect(() => {
        refuseTooMany({ x: value }, ["web"], undefined);
      }).toThrow(ProblemError);
    });
    expect(taken).toBeLessThan(1000);
  });

  test("as many as there may be are not", () => {
    const value = Array.from({ length: mostValues - 10 }, (_one, index) => index);
    expect(() => {
      refuseTooMany(value, ["web"], undefined);
    }).not.toThrow();
    const circle: unknown[] = [];
    circle.push(circle, circle);
    expect(() => {
      refuseTooMany(circle, ["web"], undefined);
    }).not.toThrow();
  });
});
