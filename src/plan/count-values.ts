import type { Origins } from "../load/origins/origins.js";
import { isNixExpression, nixExpression } from "../nix/value.js";
import { ProblemError, type ValuePath } from "../problems/problem.js";

/** Far more than any system has: ten megabytes of Nix. */
export const mostValues = 200_000;

/** The same bound as that of the conversion to Nix; what is deeper is refused there. */
const deepest = 200;

/** What holds the parts of a value. */
type Parts = readonly unknown[];

/**
 * Refuses what would be printed with too many values, before anything goes over all of them: a huge
 * array, or an object that is shared so often that it stands for millions.
 * @throws ProblemError NP014
 */
export function refuseTooMany(value: unknown, path: ValuePath, origins: Origins | undefined): void {
  // Most values are few, and are counted without remembering any of them.
  let left = mostValues / 10;
  const isFew = (inner: unknown, depth: number): boolean => {
    left -= 1;
    if (left < 0) return false;
    if (depth > deepest) return true;
    const parts = partsOf(inner);
    if (parts === undefined) return true;
    if (parts.length > left) return false;
    for (const part of parts) if (!isFew(part, depth + 1)) return false;
    return true;
  };
  if (isFew(value, 0)) return;
  const count = countValues(value);
  if (count <= mostValues) return;
  // What could not be counted cannot be looked for either.
  const whole = Number.isFinite(count) ? placeOfMost(value, path) : path;
  // The value is in nothing yet in which its path could be looked up.
  const around = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const place = origins?.locate(around as object, whole)?.place;
  throw new ProblemError([
    {
      code: "NP014",
      severity: "error",
      message: `this would be printed as ${countInWords(count)} values; ${mostValues.toLocaleString("en")} is the most`,
      hint: 'give what is shared a name in Nix (`let … in …` in a nix`…` template), or put it into a Nix file and name that: file("./data.nix")',
      path: whole,
      ...(place === undefined ? {} : { place }),
    },
  ]);
}

/** How many values a value is printed as: what is shared counts as often as it is printed. */
export function countValues(value: unknown): number {
  const known = new Map<unknown, number>();
  let looked = 0;
  const count = (inner: unknown, depth: number): number => {
    const before = known.get(inner);
    if (before !== undefined) return before;
    looked += 1;
    // So many that are not even shared are too many; a proxy may make new ones for ever.
    if (looked > mostValues) return Infinity;
    if (depth > deepest) return 1;
    const parts = partsOf(inner);
    if (parts === undefined) return 1;
    // A circle is a problem of its own.
    known.set(inner, 1);
    let sum = 1;
    if (parts.length > mostValues) sum += parts.length;
    else for (const part of parts) sum += count(part, depth + 1);
    known.set(inner, sum);
    return sum;
  };
  return count(value, 0);
}

/** The innermost value that has most of them. */
function placeOfMost(value: unknown, path: ValuePath): ValuePath {
  let best: ValuePath = path;
  let current: unknown = value;
  for (let depth = 0; depth < deepest; depth += 1) {
    if (typeof current !== "object" || current === null || isNixExpression(current)) break;
    const parts = Array.isArray(current) ? current.entries() : Object.entries(current);
    const entries = sizeOf(current) > mostValues ? [] : [...parts];
    const large = entries.filter(
      ([, one]) => typeof one === "object" && countValues(one) > mostValues,
    );
    const [only] = large;
    // Of several that are each too many, what holds them is meant.
    if (only === undefined || large.length > 1) break;
    best = [...best, only[0]];
    current = only[1];
  }
  return best;
}

function sizeOf(value: object): number {
  return partsOf(value)?.length ?? 0;
}

/** What is converted with a value; undefined for a value that has no parts. */
function partsOf(value: unknown): Parts | undefined {
  if (typeof value !== "object" && typeof value !== "function") return undefined;
  if (value === null) return undefined;
  try {
    if (isNixExpression(value)) {
      const source = value[nixExpression];
      if (source.kind === "fragment") return source.values;
      if (source.kind === "text") return source.parts;
      if (source.kind !== "reference") return undefined;
      return source.steps.flatMap((step) => (step.kind === "apply" ? step.arguments : []));
    }
    if (typeof value === "function") return undefined;
    return Array.isArray(value) ? (value as Parts) : Object.values(value);
  } catch {
    // What cannot be read is told when it is converted.
    return undefined;
  }
}

function countInWords(count: number): string {
  if (!Number.isFinite(count)) return `more than ${mostValues.toLocaleString("en")}`;
  return count < 1e15 ? count.toLocaleString("en") : `about ${count.toExponential(1)}`;
}
