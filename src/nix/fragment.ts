import type { Place, Problem } from "../problems/problem.js";
import { nullValue } from "./build.js";
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
import { valueInWords } from "./value-in-words.js";

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
    const holes = holesOf(fragment, located, conversion);
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
    const place: Place | undefined = this.conversion.context.fragmentPlace?.(
      this.fragment.strings,
      at.quasi,
      at.offset,
    );
    this.conversion.report(code, message, {
      ...(place === undefined ? {} : { place }),
      ...more,
    });
  }

  /** Where a text stands in the template, if it is there once; else where the first one is. */
  placeOf(text: string): Place | undefined {
    const { strings } = this.fragment;
    const quasi = strings.raw.findIndex((one) => one.includes(text));
    const raw = strings.raw[quasi];
    const place = this.conversion.context.fragmentPlace;
    if (raw === undefined || place === undefined) return undefined;
    const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const whole = new RegExp(`(?<![\\w./+~-])${pattern}(?![\\w./+-])`).exec(raw);
    const offset = whole?.index ?? raw.indexOf(text);
    const start = place(strings, quasi, offset);
    const end = place(strings, quasi, offset + text.length)?.start;
    return start === undefined ? undefined : { ...start, ...(end === undefined ? {} : { end }) };
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
    expression: (hole, depth) => convert(valueOf(hole), conversion.below(depth)),
    stringPart: (hole, depth) =>
      stringPart(valueOf(hole), hole, problems, conversion.below(depth + 1)),
    attributeName: (hole) => {
      const value = valueOf(hole);
      const problem = typeof value === "string" ? textProblem(value) : undefined;
      if (typeof value === "string" && problem === undefined) return value;
      problems.reportHole(
        hole,
        problem === undefined ? "NP309" : "NP303",
        problem === undefined
          ? `the name of an attribute is a string; this is ${valueInWords(value)}`
          : `the name of an attribute has ${problem}`,
      );
      return "name";
    },
    path: (path) => resolvePath(path, fragment, problems, conversion),
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
    `${valueInWords(value)} cannot be put into a string of Nix`,
    "put a string, a number or a Nix expression there",
  );
  return "";
}

/** A relative path is the path of a file beside the one the template is in. */
function resolvePath(
  path: PathExpression,
  fragment: Fragment,
  problems: FragmentProblems,
  conversion: Conversion,
): Expression {
  const [first, ...rest] = path.parts;
  if (typeof first !== "string" || first.startsWith("/") || first.startsWith("~")) return path;
  const file: Expression = {
    kind: "file",
    path: conversion.context.resolveFile(
      rest.length === 0 ? first : first.replace(/[^/]*$/, "."),
      fragment.site,
      { path: conversion.path, place: problems.placeOf(first) },
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
