import { hostOwner } from "../../nix/syntax.js";
import { isNixExpression, nixExpression, type NixExpression } from "../../nix/value.js";

/** A condition of `lib.mkIf`, or the opposite of one. */
interface Literal {
  /** The same for conditions that are written alike, in the same system. */
  readonly key: string;
  readonly condition: unknown;
  readonly isOpposite: boolean;
  readonly scope: number;
}

/** When something holds: when all of any of these lists hold. */
export type When = readonly (readonly Literal[])[];

export const never: When = [];
export const always: When = [[]];

export function isAlways(when: When): boolean {
  return when.some((all) => all.length === 0);
}

/**
 * A condition as it is written.
 * @param scope how many systems it is in: what is imported means another thing in each
 */
export function whenHolds(condition: unknown, scope: number): When {
  if (condition === true) return always;
  if (condition === false) return never;
  const source = isNixExpression(condition) ? condition[nixExpression] : undefined;
  if (source?.kind === "fragment" && source.values.length === 1) {
    const [before = "", after = ""] = source.strings.raw;
    if (before.trim() === "!" && after.trim() === "") {
      return not(whenHolds(source.values[0], scope));
    }
  }
  const isOfHost =
    source?.kind === "reference" &&
    source.owner === hostOwner &&
    source.steps.every(({ kind }) => kind === "select");
  const where = isOfHost ? 0 : scope;
  const key = `${String(where)}:${keyOf(condition)}`;
  return [[{ key, condition, isOpposite: false, scope: where }]];
}

export function or(...alternatives: readonly When[]): When {
  return simplified(alternatives.flat());
}

export function and(one: When, other: When): When {
  if (isAlways(one)) return other;
  if (isAlways(other)) return one;
  return simplified(one.flatMap((left) => other.map((right) => [...left, ...right])));
}

export function not(when: When): When {
  return when.reduce<When>(
    (all, list) => and(all, simplified(list.map((literal) => [opposite(literal)]))),
    always,
  );
}

/** Whether it can only be said within a system that is deeper than this scope. */
export function isWithin(when: When, scope: number): boolean {
  return when.some((all) => all.some((one) => one.scope > scope));
}

/** The same for all that hold alike, as far as can be seen. */
export function keyOfWhen(when: When): string {
  return JSON.stringify(when.map(keyOfList).sort());
}

/** As an expression of Nix; not for what holds always or never. */
export function asExpression(when: When): unknown {
  return joined(
    when.map((all) => joined(all.map(expressionOf), "&&")),
    "||",
  );
}

/** The opposite, as an expression. */
export function oppositeExpression(when: When): unknown {
  const lists = when.map((all) => {
    const [only] = all;
    return only !== undefined && all.length === 1
      ? expressionOf(opposite(only))
      : fragment(["!", ""], [joined(all.map(expressionOf), "&&")]);
  });
  return joined(lists, "&&");
}

/** That both hold. */
export function bothExpression(one: unknown, other: unknown): unknown {
  return joined([one, other], "&&");
}

function expressionOf({ condition, isOpposite }: Literal): unknown {
  return isOpposite ? fragment(["!", ""], [condition]) : condition;
}

function joined(all: readonly unknown[], operator: "&&" | "||"): unknown {
  return all.reduce((one, other) => fragment(["", ` ${operator} `, ""], [one, other]));
}

/** A template of nixpawn's own making. */
function fragment(texts: readonly string[], values: readonly unknown[]): NixExpression {
  const strings = Object.assign([...texts], { raw: texts });
  const source = { kind: "fragment", strings, values, site: undefined } as const;
  return Object.freeze({ [nixExpression]: source });
}

function opposite(one: Literal): Literal {
  return { ...one, isOpposite: !one.isOpposite };
}

function keyOfLiteral({ key, isOpposite }: Literal): string {
  return isOpposite ? `!${key}` : key;
}

function keyOfList(all: readonly Literal[]): string {
  return JSON.stringify(all.map(keyOfLiteral).sort());
}

/** Without lists that cannot hold, and without those that another one makes needless. */
function simplified(when: When): When {
  const lists: (readonly Literal[])[] = [];
  for (const all of when) {
    const byKey = new Map(all.map((one) => [keyOfLiteral(one), one]));
    const list = [...byKey.values()];
    const isPossible = !list.some((one) => byKey.has(keyOfLiteral(opposite(one))));
    if (isPossible) lists.push(list);
  }
  const keys = lists.map((all) => new Set(all.map(keyOfLiteral)));
  const needed = lists.filter((_, index) => {
    const own = keys[index] ?? new Set();
    return !keys.some(
      (other, at) =>
        at !== index &&
        [...other].every((key) => own.has(key)) &&
        (other.size < own.size || at < index),
    );
  });
  const singles = new Set(needed.filter(({ length }) => length === 1).map(keyOfList));
  const isCertain = needed.some(
    ([only, ...others]) =>
      only !== undefined && others.length === 0 && singles.has(keyOfList([opposite(only)])),
  );
  return isCertain ? always : needed;
}

const numbers = new WeakMap<object, number>();
let next = 0;

/** What is written alike has one key; of what cannot be read, each has its own. */
function keyOf(value: unknown): string {
  if (isNixExpression(value)) {
    const source = value[nixExpression];
    if (source.kind === "reference" && source.readFrom === undefined) {
      const steps = source.steps.map((step) =>
        step.kind === "select" ? [step.attribute] : step.arguments.map(keyOf),
      );
      return JSON.stringify([source.root, source.owner ?? null, steps]);
    }
    if (source.kind === "fragment" && source.readFrom === undefined) {
      return JSON.stringify([source.strings.raw, source.values.map(keyOf)]);
    }
  }
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    return `${typeof value} ${String(value)}`;
  }
  const known = numbers.get(value) ?? (next += 1);
  numbers.set(value, known);
  return `#${String(known)}`;
}
