import type { ValuePath } from "../problems/problem.js";
import { eachChild } from "./children.js";
import { argumentsOfProperty } from "./property.js";
import { spelling, type Spelling } from "./spelling.js";
import { functionName, neededArguments } from "./strict-reads.js";
import type { CallExpression, Expression, StringPart } from "./syntax.js";
import { innerScope, type Scope } from "./variables.js";

/** `lib.mkForce …` or its kin where only a plain value can stand. */
export interface MisplacedProperty {
  /** `mkForce` */
  readonly name: string;
  /** What it is there, in words: "a part of a text". */
  readonly as: string;
  /** Of the innermost value that it is part of. */
  readonly path: ValuePath | undefined;
  /** Where a template has it, in its text or in a hole. */
  readonly spelling: Spelling | undefined;
}

/**
 * The calls of `lib.mkForce` and its kin in an interpolation, an operation, a condition, or given to
 * a function that needs a plain value: what they give is a set that says how an option is defined
 * (nixpkgs lib/modules.nix), which only the module system understands, as the value of an option.
 */
export function misplacedProperties(expression: Expression): MisplacedProperty[] {
  const found: MisplacedProperty[] = [];
  const visit = (
    one: Expression,
    outer: Scope | undefined,
    around: ValuePath | undefined,
  ): void => {
    const path = one.mark ?? around;
    const scope = innerScope(one, outer);
    for (const [value, as] of plainPartsOf(one, outer)) {
      for (const { call, name } of propertiesOf(value, outer)) {
        found.push({ name, as, path: call.mark ?? path, spelling: spellingOf(call) });
      }
    }
    eachChild(one, (child) => {
      visit(child, scope, path);
    });
  };
  visit(expression, undefined, undefined);
  return found;
}

/** What stands in an expression and has to be a plain value. */
function plainPartsOf(
  expression: Expression,
  scope: Scope | undefined,
): readonly (readonly [value: Expression, as: string])[] {
  const { kind } = expression;
  if (kind === "string" || kind === "path") {
    return interpolationsOf(expression.parts).map((one) => [one, "a part of a text"]);
  }
  if (kind === "binary") {
    const as = `an operand of \`${expression.operator}\``;
    return [expression.left, expression.right].map((one) => [one, as]);
  }
  if (kind === "unary") return [[expression.operand, `an operand of \`${expression.operator}\``]];
  if (kind === "if" || kind === "assert") return [[expression.condition, "a condition"]];
  if (kind !== "call") return [];
  const name = functionName(expression.callee, scope) ?? "";
  const condition = /^mk(?:If|Assert)$/.test(name) ? expression.arguments.slice(0, 1) : [];
  return [
    ...condition.map((one) => [one, "a condition"] as const),
    ...neededArguments(expression, scope).map(
      (one) => [one, `an argument of \`${name}\``] as const,
    ),
  ];
}

function interpolationsOf(parts: readonly StringPart[]): Expression[] {
  return parts.flatMap((part) => (typeof part === "string" ? [] : [part.expression]));
}

/** The calls that a value is, also as what an `if` or a `let` gives. */
function propertiesOf(
  value: Expression,
  scope: Scope | undefined,
): readonly { readonly call: CallExpression; readonly name: string }[] {
  const { kind } = value;
  if (kind === "call") {
    const name = functionName(value.callee, scope) ?? "";
    return value.arguments.length === argumentsOfProperty(name) ? [{ call: value, name }] : [];
  }
  if (kind === "if") {
    return [value.consequence, value.alternative].flatMap((one) => propertiesOf(one, scope));
  }
  if (kind === "let") return propertiesOf(value.body, innerScope(value, scope));
  return kind === "with" || kind === "assert" ? propertiesOf(value.body, scope) : [];
}

function spellingOf({ callee }: CallExpression): Spelling | undefined {
  const start = callee.kind === "select" ? callee.target : callee;
  return start.kind === "identifier" ? start[spelling] : undefined;
}
