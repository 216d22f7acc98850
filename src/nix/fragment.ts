import type { Place, Problem } from "../problems/problem.js";
import { nullValue } from "./build.js";
import { describeValue } from "./describe-value.js";
import { fragmentSource } from "./fragment-source.js";
import type { Conversion } from "./conversion.js";
import { fillFragment } from "./filled-fragment.js";
import { convert } from "./literal.js";
import { numberProblem } from "./number.js";
import { NixSyntaxError, parseNix, type Holes } from "./parser.js";
import type { Expression, PathExpression, StringPart } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { tidied } from "./tidy.js";
import { isNixExpression, type ExpressionSource } from "./value.js";

type Fragment = Extract<ExpressionSource, { kind: "fragment" }>;

/**
 * A nix`…` template as Nix. Values go into the syntax tree, never into the text, so none of them
 * can be read as anything else. Paths are relative to the file the template is written in.
 *
 * Where the user's own Nix has spoken, its word counts: what it refuses is a problem, and what it
 * alone understands (newer syntax) is printed as it was written.
 */
export function fragmentExpression(fragment: Fragment, conversion: Conversion): Expression {
  const source = fragmentSource(fragment.strings.raw);
  const located = new FragmentProblems(fragment, conversion);
  let expression: Expression | undefined;
  let refusal: NixSyntaxError | undefined;
  try {
    const holes: Holes = {
      ...holesOf(fragment, located, conversion),
      spelling: (offset) => ({
        template: fragment,
        path: conversion.path,
        place: () => located.placeOf(source.locate(offset)),
      }),
    };
    expression = tidied(parseNix(source, holes, conversion.depth));
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    refusal = error;
  }
  const { verdicts } = conversion.context;
  if (verdicts !== undefined) {
    const silent = conversion.silently();
    const filled = fillFragment(source, holesOf(fragment, located.silently(), silent));
    const verdict = filled && verdicts.of(filled.text, refusal === undefined);
    if (filled !== undefined && verdict === "accepted") return expression ?? filled.expression;
    if (filled !== undefined && verdict !== undefined && verdict !== "accepted") {
      refusal ??= new NixSyntaxError(verdict.message, filled.sourceOffset(verdict.offset));
      located.report("NP308", `this is no Nix: ${refusal.message}`, source.locate(refusal.offset), {
        details: verdict.details,
      });
      return nullValue();
    }
  }
  if (refusal === undefined) return expression ?? nullValue();
  located.report("NP308", `this is no Nix: ${refusal.message}`, source.locate(refusal.offset));
  return nullValue();
}

/** Reports problems at their place in the template. */
class FragmentProblems {
  constructor(
    private readonly fragment: Fragment,
    private readonly conversion: Conversion,
  ) {}

  report(
    code: Problem["code"],
    message: string,
    at: { readonly quasi: number; readonly offset: number },
    more: Partial<Problem> = {},
  ): void {
    const place = this.placeOf(at);
    this.conversion.report(code, message, {
      ...(place === undefined ? {} : { place }),
      ...more,
    });
  }

  placeOf(at: { readonly quasi: number; readonly offset: number }): Place | undefined {
    const { context } = this.conversion;
    return context.fragmentPlace?.(this.fragment.strings, at.quasi, at.offset);
  }

  /** For the value of a hole. */
  within(hole: number, conversion: Conversion): Conversion {
    const offset = this.fragment.strings.raw[hole]?.length ?? 0;
    return conversion.inHole(() => this.placeOf({ quasi: hole, offset }));
  }

  /** The same, for looking at the values once more. */
  silently(): FragmentProblems {
    return new FragmentProblems(this.fragment, this.conversion.silently());
  }

  /** Reports a problem with the value of a hole: where its `${` is. */
  reportHole(hole: number, code: Problem["code"], message: string, hint?: string): void {
    const before = this.fragment.strings.raw[hole] ?? "";
    const more = hint === undefined ? {} : { hint };
    this.report(code, message, { quasi: hole, offset: before.length }, more);
  }
}

function holesOf(fragment: Fragment, problems: FragmentProblems, conversion: Conversion): Holes {
  const valueOf = (hole: number): unknown => fragment.values[hole];
  return {
    expression: (hole, depth) =>
      convert(valueOf(hole), problems.within(hole, conversion.below(depth))),
    stringPart: (hole, depth) =>
      stringPart(valueOf(hole), hole, problems, problems.within(hole, conversion.below(depth + 1))),
    attributeName: (hole) => {
      const value = valueOf(hole);
      const problem = typeof value === "string" ? textProblem(value) : undefined;
      if (typeof value === "string" && problem === undefined) return value;
      problems.reportHole(
        hole,
        problem === undefined ? "NP309" : "NP303",
        problem === undefined
          ? `the name of an attribute is a string; this is ${named(value)}`
          : `the name of an attribute has ${problem}`,
      );
      return "name";
    },
    path: (path) => resolvePath(path, fragment, conversion),
  };
}

/** Text for strings and numbers, `${…}` for Nix expressions. */
function stringPart(
  value: unknown,
  hole: number,
  problems: FragmentProblems,
  conversion: Conversion,
): StringPart {
  if (isNixExpression(value)) {
    return { kind: "interpolation", expression: convert(value, conversion) };
  }
  if (typeof value === "string") {
    const problem = textProblem(value);
    if (problem === undefined) return value;
    problems.reportHole(hole, "NP303", `this string has ${problem}`);
    return "";
  }
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "number") {
    problems.reportHole(hole, "NP302", `this is ${numberProblem(value) ?? "no number"}`);
    return "";
  }
  problems.reportHole(
    hole,
    "NP309",
    `${named(value)} cannot be put into a string of Nix`,
    "put a string, a number or a Nix expression there",
  );
  return "";
}

function named(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "boolean") return `\`${String(value)}\``;
  if (typeof value === "number" || typeof value === "bigint") return `the number ${String(value)}`;
  if (isNixExpression(value)) return "a Nix expression";
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return "an object";
  }
  return describeValue(value).what;
}

/** A relative path is the path of a file beside the one the template is in. */
function resolvePath(path: PathExpression, fragment: Fragment, conversion: Conversion): Expression {
  const [first, ...rest] = path.parts;
  if (typeof first !== "string" || first.startsWith("/") || first.startsWith("~")) return path;
  const file: Expression = {
    kind: "file",
    path: conversion.context.resolveFile(
      rest.length === 0 ? first : first.replace(/[^/]*$/, "."),
      fragment.site,
    ),
  };
  if (rest.length === 0) return file;
  const tail = /[^/]*$/.exec(first)?.[0] ?? "";
  return {
    kind: "binary",
    operator: "+",
    left: file,
    right: { kind: "string", style: "quoted", parts: [`/${tail}`, ...rest] },
  };
}
