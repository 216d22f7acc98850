import {
  NP310,
  NP313,
  NP314,
  NP315,
  NP316,
  NP317,
  NP318,
  NP319,
  NP332,
} from "../problems/codes/expressions.js";
import type { Problem } from "../problems/problem.js";
import { memberInWords } from "../problems/value-path.js";
import { readProperty } from "../nix/property.js";
import { isNixExpression, nixExpression } from "../nix/value.js";

/** What code did with a Nix expression that only Nix can do. */
export type MisuseKind =
  | "operator"
  | "text"
  | "statement"
  | "apart"
  | "index"
  | "method"
  | "argument"
  | "callback"
  | "attribute"
  | "identity"
  | "search"
  | "key"
  | "dash"
  | "change"
  | "merge"
  | "default"
  | "lost";

const forms = {
  operator: NP313.operator,
  statement: NP314.statement,
  apart: NP315.apart,
  index: NP315.index,
  method: NP316.method,
  argument: NP316.argument,
  callback: NP316.callback,
  attribute: NP316.attribute,
  identity: NP316.identity,
  search: NP316.search,
  key: NP317.key,
  text: NP310.text,
  dash: NP318.dash,
  change: NP319.change,
  // What is said by `lib.mkIf` and its kin, taken apart: `lib.mkMerge` puts such definitions together.
  merge: NP315.apart,
  default: NP313.default,
  lost: NP332.lost,
} as const;

/** What to write in place of a spread that an object takes nothing useful of. */
function hintOfLost(what: string, value: unknown): string {
  switch (what) {
    case "a promise":
      return "wait for it: `...(await base(name))`, at the top level of the file or in an async function that is awaited there";
    case "a map":
      return "write `...Object.fromEntries(map)`";
    case "a set":
      return "write `[...set]` for a list of what it holds";
    case "a text":
      return "give the text a name: `{ NAME: text }`";
    case "a list":
      return hintOfList(value as readonly unknown[]);
    default:
      return "write modules as a list: `config: [base, { … }]`; call a function that makes options: `...base(name)`";
  }
}

function hintOfList(items: readonly unknown[]): string {
  if (items.every((one) => Array.isArray(one) && one.length === 2)) {
    return "write `...Object.fromEntries(pairs)` for pairs of a name and a value";
  }
  if (items.some((one) => typeof one === "object" || typeof one === "function")) {
    return "write modules as a list: `config: [...modules, { … }]`";
  }
  return "give the list a name, `{ NAME: list }`, or each of its items one: `{ NAME: list[0] }`";
}

/** A misuse as a problem, without a place. */
export function misuseProblem(kind: MisuseKind, what: string, value: unknown): Problem {
  const ofKind = kind === "lost" ? hintOfLost(what, value) : undefined;
  const hint = (kind === "merge" ? undefined : hintOfProperty(value)) ?? ofKind;
  return forms[kind]({ name: nameOf(value), what, hint });
}

/** Of `lib.mkForce(…)` and its kin, Nix has no value to compute with, either. */
export function hintOfProperty(value: unknown): string | undefined {
  const property = readProperty(value);
  return (
    property &&
    `\`lib.${property.name}\` says how an option is defined: use the plain value, from a constant that both places use`
  );
}

/** A Nix expression in a sentence: `config.a.b`, with backquotes, or what it was made by. */
export function nameOf(value: unknown): string {
  if (!isNixExpression(value)) return "this";
  const source = value[nixExpression];
  switch (source.kind) {
    case "reference":
      return `\`${referenceName(source.root, source.steps)}\``;
    case "file":
      return "a `file(…)`";
    case "fragment":
      return "a nix template";
    case "text":
      return "a text with Nix expressions in it";
    case "syntax":
      return "this Nix expression";
  }
}

/** A reference as it is written in TypeScript, its arguments left out. */
export function referenceName(
  root: string,
  steps: readonly (
    { readonly kind: "select"; readonly attribute: string } | { readonly kind: "apply" }
  )[],
): string {
  return steps.reduce((name, step) => {
    if (step.kind === "apply") return `${name}(…)`;
    return `${name}${memberInWords(step.attribute)}`;
  }, root);
}
