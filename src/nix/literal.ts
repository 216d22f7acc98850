import type { Place, Problem, ValuePath } from "../problems/problem.js";
import { boolean, list, nullValue, string } from "./build.js";
import { fragmentExpression } from "./fragment.js";
import { number, numberProblem } from "./number.js";
import { plainSetExpression } from "./plain-set.js";
import { describeValue } from "./describe-value.js";
import { referenceExpression } from "./reference.js";
import type { Expression } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { isNixExpression, nixExpression, type CallSite, type NixExpression } from "./value.js";

/** What the conversion of a value needs to know about where it is. */
export interface LiteralContext {
  /** Of the value that is converted. */
  readonly path: ValuePath;
  report(problem: Problem): void;
  /** The absolute path, with forward slashes, of a file named where `site` is. */
  resolveFile(path: string, site: CallSite | undefined): string;
  /** Where an offset of a template's raw text is in the user's file. */
  fragmentPlace?(strings: TemplateStringsArray, quasi: number, offset: number): Place | undefined;
  /** Put `imports` before the other names of a set, as people write NixOS modules. */
  readonly importsFirst?: boolean;
}

/** A conversion under way. */
export interface Conversion extends LiteralContext {
  /** The objects around the value, with their paths: to notice one that contains itself. */
  readonly around: ReadonlyMap<object, ValuePath>;
}

/** Deeper nesting than this is taken for a mistake; it also keeps the stack within bounds. */
const deepest = 200;

/**
 * A value of a config as Nix. What Nix cannot hold is reported, with its path, and `null` put in
 * its place, so that all problems are found in one go.
 */
export function toExpression(value: unknown, context: LiteralContext): Expression {
  return convert(value, { ...context, around: new Map() });
}

/** `toExpression` inside of another value. */
export function convert(value: unknown, conversion: Conversion): Expression {
  const expression = unmarked(value, conversion);
  return expression.mark === undefined ? { ...expression, mark: conversion.path } : expression;
}

function unmarked(value: unknown, conversion: Conversion): Expression {
  if (typeof value === "string") return convertString(value, conversion);
  if (typeof value === "number" || typeof value === "bigint") {
    return convertNumber(value, conversion);
  }
  if (typeof value === "boolean") return boolean(value);
  if (value === null) return nullValue();
  if (isNixExpression(value)) return convertExpression(value, conversion);
  if (typeof value === "object") return convertObject(value, conversion);
  return refuse(value, conversion);
}

function convertString(value: string, conversion: Conversion): Expression {
  const problem = textProblem(value);
  if (problem === undefined) return string(value);
  report(conversion, "NP303", `this string has ${problem}`);
  return string("");
}

function convertNumber(value: number | bigint, conversion: Conversion): Expression {
  const problem = numberProblem(value);
  if (problem === undefined) return number(value);
  report(conversion, "NP302", `this is ${problem}`);
  return number(0);
}

function convertExpression(value: NixExpression, conversion: Conversion): Expression {
  const source = value[nixExpression];
  switch (source.kind) {
    case "fragment":
      return fragmentExpression(source, conversion);
    case "reference":
      return referenceExpression(source, conversion);
    case "file":
      return { kind: "file", path: conversion.resolveFile(source.path, source.site) };
    case "syntax":
      return source.expression;
  }
}

function convertObject(value: object, conversion: Conversion): Expression {
  const { around, path } = conversion;
  const outer = around.get(value);
  if (outer !== undefined) {
    const name = outer.length === 0 ? "the value itself" : `\`${outer.join(".")}\``;
    report(conversion, "NP304", `this is ${name} again: a value cannot contain itself`);
    return nullValue();
  }
  if (around.size >= deepest) {
    report(conversion, "NP306", `this is nested more than ${deepest} levels deep`);
    return nullValue();
  }
  const inner: Conversion = {
    ...conversion,
    importsFirst: false,
    around: new Map(around).set(value, path),
  };
  if (Array.isArray(value)) return convertArray(value, inner);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects may come from another realm, so their prototype is known by having none itself.
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain
    ? plainSetExpression(value, inner, conversion.importsFirst === true)
    : refuse(value, conversion);
}

function convertArray(value: readonly unknown[], conversion: Conversion): Expression {
  // Array.from sees the missing items of a sparse array, too.
  return list(
    Array.from(value, (item, index) => {
      const inner = { ...conversion, path: [...conversion.path, index] };
      if (item !== undefined) return convert(item, inner);
      report(inner, "NP305", `item ${index} of this list is missing or undefined`);
      return nullValue();
    }),
  );
}

function refuse(value: unknown, conversion: Conversion): Expression {
  const { what, hint } = describeValue(value);
  report(conversion, "NP301", `this is ${what}, which is no value of Nix`, hint);
  return nullValue();
}

/** Reports an error about the value at hand. */
export function report(
  conversion: Conversion,
  code: Problem["code"],
  message: string,
  hint?: string,
): void {
  const { path } = conversion;
  conversion.report({
    code,
    severity: "error",
    message,
    path,
    ...(hint === undefined ? {} : { hint }),
  });
}
