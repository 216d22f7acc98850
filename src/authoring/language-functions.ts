import type { ExpressionSource } from "../nix/value.js";

/** Methods and `length` of JavaScript's lists, texts, numbers, sets and maps: no value of Nix has them. */
export const methodNames: ReadonlySet<string> = new Set(
  [
    "at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap",
    "forEach includes indexOf join keys lastIndexOf length map pop push reduce reduceRight reverse shift",
    "slice some sort splice toReversed toSorted toSpliced unshift values with",
    "charAt charCodeAt codePointAt endsWith localeCompare match matchAll normalize padEnd padStart repeat",
    "replace replaceAll search split startsWith substr substring toLowerCase toUpperCase trim trimEnd",
    "trimStart toFixed toPrecision toLocaleString hasOwnProperty has get",
  ].flatMap((line) => line.split(" ")),
);

/** Functions of the language that compute with their arguments, by the name of what they belong to. */
export const functionNames: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    // Called themselves.
    "": "Array BigInt Boolean Number String Symbol atob btoa encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt structuredClone",
    new: "Array Boolean Date Map Number RegExp Set String URL URLSearchParams",
    Array: "from isArray",
    Buffer: "alloc byteLength concat from",
    JSON: "stringify parse",
    Math: "abs acos asin atan atan2 cbrt ceil cos exp floor fround hypot log log10 log1p log2 max min pow round sign sin sqrt tan trunc",
    Number: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt",
    Object:
      "assign entries fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames groupBy hasOwn is keys values",
  }).map(([owner, names]) => [owner, new Set(names.split(" "))]),
);

const owners = new Set(
  [...functionNames].flatMap(([owner, names]) =>
    owner === "" || owner === "new" ? [...names] : [owner],
  ),
);

/** What the language itself has by these names; the program may have something else by them. */
const intrinsics: ReadonlySet<unknown> = new Set(
  [...owners].map((name) => (globalThis as Readonly<Record<string, unknown>>)[name]),
);

export function isOfLanguage(owner: unknown): boolean {
  return intrinsics.has(owner);
}

/** Methods of lists that go by what a function says of each item. */
export const decidingMethods: ReadonlySet<string> = new Set(
  "every filter find findIndex findLast findLastIndex some".split(" "),
);

/** Methods that look for an object itself, take it for an item, or go by what a function gives. */
const lists = pick(Array.prototype, [
  "concat",
  "flat",
  "flatMap",
  "includes",
  "indexOf",
  "lastIndexOf",
  ...decidingMethods,
]);
const sets = pick(Set.prototype, ["has"]);
const maps = pick(Map.prototype, ["get", "has"]);

function pick(owner: object, names: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(names.map((name) => [name, (owner as Readonly<Record<string, unknown>>)[name]]));
}

/** Whether a list, also one that is written right there, may be misled by an expression in that method. */
export function isWatchedOfList(name: string): boolean {
  return lists.has(name);
}

/** The language's own method of that name, when the value has it and an expression may mislead it. */
export function watchedMethod(
  value: unknown,
  name: string,
): ((...given: unknown[]) => unknown) | undefined {
  const known = Array.isArray(value)
    ? lists
    : value instanceof Set
      ? sets
      : value instanceof Map
        ? maps
        : undefined;
  return known === undefined ? undefined : ownMethod(value, name, known);
}

function ownMethod(
  value: unknown,
  name: string,
  known: ReadonlyMap<string, unknown>,
): ((...given: unknown[]) => unknown) | undefined {
  const method = known.get(name);
  if (method === undefined) return undefined;
  const own = (value as Readonly<Record<string, unknown>>)[name];
  return own === method ? (own as (...given: unknown[]) => unknown) : undefined;
}

/**
 * Whether an expression is a value, which has no functions: an option, or what a template or a call
 * gives. `pkgs.lib.map`, `lib.concat` and functions that a module puts below `config.lib` are called.
 */
export function isValue(source: ExpressionSource): boolean {
  if (source.kind !== "reference") return true;
  const names = source.steps.flatMap((one) => (one.kind === "select" ? [one.attribute] : []));
  if (names.includes("lib") || names.includes("pkgs")) return false;
  if (source.steps.at(-1)?.kind === "apply") return true;
  const root = source.root === "host" ? names[0] : source.root;
  return root === "config" || root === "options";
}

/** Whether an expression may be a list, which JavaScript would take for one item. */
export function mayBeList(source: ExpressionSource): boolean {
  return source.kind !== "text" && !isThing(source);
}

/** Whether an expression may be a text or a number: anything but a package and a file. */
export function mayBeText(source: ExpressionSource): boolean {
  return !isThing(source);
}

/** A package, as it is named, or a file. */
export function isThing(source: ExpressionSource): boolean {
  if (source.kind !== "reference") return source.kind === "file";
  if (source.steps.some((one) => one.kind === "apply")) return false;
  const [first] = source.steps;
  const isHosts = source.root === "host" && first?.kind === "select" && first.attribute === "pkgs";
  return source.root === "pkgs" || isHosts;
}

/** Whether an expression is the value of an option, as it is named. */
export function isOption(source: ExpressionSource): boolean {
  return (
    source.kind === "reference" &&
    source.steps.every((one) => one.kind === "select") &&
    isValue(source)
  );
}
