import { boolean, interpolation, list, nullValue, string, template } from "./build.js";
import { Conversion, type LiteralContext } from "./conversion.js";
import { fragmentExpression } from "./fragment.js";
import { number, numberProblem } from "./number.js";
import { plainSetExpression } from "./plain-set.js";
import { describeValue } from "./describe-value.js";
import { readExpression } from "./read-elsewhere.js";
import { referenceExpression } from "./reference.js";
import type { Expression } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import {
  isNixExpression,
  nixExpression,
  type ExpressionSource,
  type NixExpression,
} from "./value.js";
import { NP302, NP315 } from "../problems/codes/expressions.js";
import { NP301, NP303, NP304, NP305, NP306 } from "../problems/codes/nix.js";

export type { LiteralContext } from "./conversion.js";

/** Deeper nesting than this is taken for a mistake; it also keeps the stack within bounds. */
const deepest = 200;

/**
 * A value of a config as Nix. What Nix cannot hold is reported, with its path, and `null` put in
 * its place, so that all problems are found in one go.
 */
export function toExpression(value: unknown, context: LiteralContext): Expression {
  return convert(value, new Conversion(context));
}

/** `toExpression` inside of another value. */
export function convert(value: unknown, conversion: Conversion): Expression {
  const expression = conversion.spot?.convert?.(value, conversion) ?? unmarked(value, conversion);
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
  conversion.report(NP303.string({ what: problem }));
  return string("");
}

function convertNumber(value: number | bigint, conversion: Conversion): Expression {
  const problem = numberProblem(value);
  if (problem === undefined) return number(value);
  conversion.report(NP302.noNumber({ what: problem }));
  return number(0);
}

function convertExpression(value: NixExpression, conversion: Conversion): Expression {
  if (isTooDeep(conversion)) return nullValue();
  const source = value[nixExpression];
  // A spread copies what marks the expression.
  if (typeof value === "object" && Object.keys(value).length > 0) {
    conversion.report(NP315.spread());
    return nullValue();
  }
  const { readFrom } = source;
  return readFrom === undefined
    ? sourceExpression(source, conversion)
    : readExpression(source, readFrom, conversion, (inner) => sourceExpression(source, inner));
}

function sourceExpression(source: ExpressionSource, conversion: Conversion): Expression {
  switch (source.kind) {
    case "fragment":
      return fragmentExpression(source, conversion);
    case "text":
      return convertText(source.parts, conversion);
    case "reference":
      return referenceExpression(source, conversion);
    case "file":
      return {
        kind: "file",
        path: conversion.context.resolveFile(
          source.path,
          source.site,
          undefined,
          source.site === undefined ? conversion.path : undefined,
        ),
      };
    case "syntax":
      return source.expression;
  }
}

/** Text`…` with expressions: a string that Nix puts together. */
function convertText(
  parts: readonly (string | NixExpression)[],
  conversion: Conversion,
): Expression {
  const inner = conversion.below(conversion.depth + 1);
  return template(
    parts.map((part) => {
      if (typeof part !== "string") return interpolation(convert(part, inner));
      const problem = textProblem(part);
      if (problem === undefined) return part;
      conversion.report(NP303.string({ what: problem }));
      return "";
    }),
    "indented",
  );
}

function convertObject(value: object, conversion: Conversion): Expression {
  const outer = conversion.pathOf(value);
  if (outer !== undefined) {
    const name = outer.length === 0 ? "the value itself" : `\`${outer.join(".")}\``;
    conversion.report(NP304.again({ name }));
    return nullValue();
  }
  if (isTooDeep(conversion)) return nullValue();
  const inner = conversion.inside(value);
  if (Array.isArray(value)) return convertArray(value, inner);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects may come from another realm, so their prototype is known by having none itself.
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!plain) return refuse(value, conversion);
  const outermost = conversion.depth === 0;
  return plainSetExpression(value, inner, outermost && conversion.context.importsFirst === true);
}

function isTooDeep(conversion: Conversion): boolean {
  if (conversion.depth < deepest) return false;
  conversion.report(NP306.tooDeep({ most: deepest }));
  return true;
}

function convertArray(value: readonly unknown[], conversion: Conversion): Expression {
  // Array.from sees the missing items of a sparse array, too.
  return list(
    Array.from(value, (item, index) => {
      const inner = conversion.at(index);
      if (item !== undefined) return convert(item, inner);
      inner.report(NP305.item({ index }));
      return nullValue();
    }),
  );
}

function refuse(value: unknown, conversion: Conversion): Expression {
  const { what, hint } = describeValue(value);
  conversion.report(NP301.noValue({ what, hint }));
  return nullValue();
}
