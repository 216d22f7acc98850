import { NP302, NP309 } from "../problems/codes/expressions.js";
import { NP303, NP308, NP327 } from "../problems/codes/nix.js";
import type { Place, Problem } from "../problems/problem.js";
import { nullValue } from "./build.js";
import { fragmentSource, type FragmentSource } from "./fragment-source.js";
import type { Conversion } from "./conversion.js";
import { fillFragment, followsSign } from "./filled-fragment.js";
import { convert } from "./literal.js";
import { numberProblem } from "./number.js";
import { NixSyntaxError, parseNix, type Holes } from "./parser.js";
import { listsInPlace, namesInPlace, questionOf, type HoleRole } from "./question.js";
import { scanSource, type Scan } from "./scan.js";
import { shellHint, shown } from "./shell-text.js";
import type { Expression, PathExpression, StringPart } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { tidied } from "./tidy.js";
import { isNixExpression, nixExpression, type ExpressionSource } from "./value.js";
import { valueInWords } from "./value-in-words.js";
import { escapePattern } from "./escape-pattern.js";

type Fragment = Extract<ExpressionSource, { kind: "fragment" }>;

/**
 * A nix`…` template as Nix. Values go into the syntax tree, never into the text, so none of them
 * can be read as anything else. Paths are relative to the file the template is written in.
 *
 * What the parser here says of a hole is final. Of the text around the holes the user's own Nix
 * has the last word, where it has spoken: what it refuses is a problem, and what it alone
 * understands (newer syntax) is printed as it was written.
 */
export function fragmentExpression(fragment: Fragment, conversion: Conversion): Expression {
  const source = fragmentSource(fragment.strings.raw);
  const roles = new Map<number, HoleRole>();
  // Those of the values count only once it is known that the values are not read again.
  const found: Problem[] = [];
  const inner = conversion.reportingTo((problem) => found.push(problem));
  const located = new FragmentProblems(fragment, inner, source);
  let expression: Expression = nullValue();
  try {
    const holes: Holes = {
      ...holesOf(fragment, located, inner, roles),
      shell: (offset, text) => {
        const problem = NP327.ofTheShell({ text: shown(text), hint: shellHint(text) });
        located.report(problem, source.locate(offset));
      },
      spelling: (offset) => ({
        template: fragment,
        path: conversion.path,
        place: () => located.placeOf(source.locate(offset)),
      }),
    };
    const parsed = tidied(parseNix(source, holes, conversion.depth));
    const refusal = refusalOfParsed(source, roles, conversion);
    if (refusal === undefined) expression = parsed;
    else located.reportRefusal(refusal.error, refusal.details);
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    const known = understoodByNix(fragment, source, error, conversion);
    if (!(known instanceof NixSyntaxError)) return known;
    located.reportRefusal(known);
  }
  for (const problem of found) conversion.context.report(problem);
  return expression;
}

/** What Nix says against a template that the parser here understands. */
function refusalOfParsed(
  source: FragmentSource,
  roles: ReadonlyMap<number, HoleRole>,
  { context: { verdicts } }: Conversion,
): { readonly error: NixSyntaxError; readonly details: string } | undefined {
  const question = verdicts && questionOf(source, roles, namesInPlace);
  if (question === undefined) return undefined;
  const verdict = verdicts?.of(question.text, true);
  if (verdict === undefined || verdict === "accepted") return undefined;
  const offset = question.sourceOffset(verdict.offset);
  return { error: new NixSyntaxError(verdict.message, offset), details: verdict.details };
}

/** A template that the parser here refuses, where Nix understands it; else why it is refused. */
function understoodByNix(
  fragment: Fragment,
  source: FragmentSource,
  refusal: NixSyntaxError,
  conversion: Conversion,
): Expression | NixSyntaxError {
  if (source.holes.has(refusal.offset)) return refusal;
  const scan = scanSource(source);
  if (scan.misplaced !== undefined) return scan.misplaced;
  const { verdicts } = conversion.context;
  if (verdicts === undefined || followsSign(source, scan) !== undefined) return refusal;
  const question = questionOf(source, rolesIn(scan), listsInPlace);
  if (question === undefined || verdicts.of(question.text, false) !== "accepted") return refusal;
  const problems = new FragmentProblems(fragment, conversion, source);
  return fillFragment(source, scan, holesOf(fragment, problems, conversion, new Map()));
}

function rolesIn(scan: Scan): Map<number, HoleRole> {
  return new Map(
    [...scan.contexts].map(([hole, context]) => [
      hole,
      context === "expression" ? context : "part of a string",
    ]),
  );
}

/** Reports problems at their place in the template. */
class FragmentProblems {
  constructor(
    private readonly fragment: Fragment,
    private readonly conversion: Conversion,
    private readonly source: FragmentSource,
  ) {}

  report(problem: Problem, at: { readonly quasi: number; readonly offset: number }): void {
    const place = this.placeOf(at);
    this.conversion.report({ ...problem, ...(place === undefined ? {} : { place }) });
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

  /** Where a text stands in the template, if it is there once; else where the first one is. */
  placeOfText(text: string): Place | undefined {
    const { strings } = this.fragment;
    const quasi = strings.raw.findIndex((one) => one.includes(text));
    const raw = strings.raw[quasi];
    const place = this.conversion.context.fragmentPlace;
    if (raw === undefined || place === undefined) return undefined;
    const whole = new RegExp(`(?<![\\w./+~-])${escapePattern(text)}(?![\\w./+-])`).exec(raw);
    const offset = whole?.index ?? raw.indexOf(text);
    const start = place(strings, quasi, offset);
    const end = place(strings, quasi, offset + text.length)?.start;
    return start === undefined ? undefined : { ...start, ...(end === undefined ? {} : { end }) };
  }

  /** Reports that the text is no Nix. */
  reportRefusal({ message, offset, hint }: NixSyntaxError, details?: string): void {
    this.report(NP308.noNix({ message, hint }, { details }), this.source.locate(offset));
  }

  /** Reports a problem with the value of a hole: where its `${` is. */
  reportHole(hole: number, problem: Problem): void {
    const before = this.fragment.strings.raw[hole] ?? "";
    this.report(problem, { quasi: hole, offset: before.length });
  }
}

/** @param roles gets what each hole was taken for */
function holesOf(
  fragment: Fragment,
  problems: FragmentProblems,
  conversion: Conversion,
  roles: Map<number, HoleRole>,
): Holes {
  const valueIn = (hole: number, role: HoleRole): unknown => {
    roles.set(hole, role);
    return fragment.values[hole];
  };
  return {
    expression: (hole, depth) =>
      convert(valueIn(hole, "expression"), problems.within(hole, conversion.below(depth))),
    stringPart: (hole, depth) =>
      stringPart(
        valueIn(hole, "part of a string"),
        hole,
        problems,
        problems.within(hole, conversion.below(depth + 1)),
      ),
    isString: (hole) => isText(fragment.values[hole]),
    attributeName: (hole, depth, fixed) => {
      const value = valueIn(hole, "name");
      if (!fixed && isNixExpression(value)) {
        const within = problems.within(hole, conversion.below(depth + 1));
        return { kind: "interpolation", expression: convert(value, within) };
      }
      const problem = typeof value === "string" ? textProblem(value) : undefined;
      if (typeof value === "string" && problem === undefined) return value;
      problems.reportHole(
        hole,
        problem === undefined
          ? NP309.attribute({ what: valueInWords(value), isFixed: fixed })
          : NP303.attribute({ what: problem }),
      );
      return "name";
    },
    path: (path) => resolvePath(path, fragment, problems, conversion),
  };
}

/** A text of TypeScript, with or without Nix expressions in it. */
function isText(value: unknown): boolean {
  if (typeof value === "string") return true;
  return isNixExpression(value) && value[nixExpression].kind === "text";
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
    problems.reportHole(hole, NP303.string({ what: problem }));
    return "";
  }
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "number") {
    const what = numberProblem(value) ?? "no number";
    problems.reportHole(hole, NP302.noNumber({ what }));
    return "";
  }
  problems.reportHole(hole, NP309.inString({ what: valueInWords(value) }));
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
      { path: conversion.path, place: problems.placeOfText(first) },
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
