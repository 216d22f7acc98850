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

/** A misuse as a problem, without a place. */
export function misuseProblem(kind: MisuseKind, what: string, value: unknown): Problem {
  const hint = kind === "merge" ? undefined : hintOfProperty(value);
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
