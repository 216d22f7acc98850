import { call, mostArguments, nullValue, select, tooManyArguments } from "./build.js";
import type { Conversion, Spot } from "./conversion.js";
import { convert } from "./literal.js";
import { propertyOf } from "./property.js";
import { referenceRoot } from "./reference-root.js";
import type { Expression, Trivia } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { joinTrivia } from "./tidy.js";
import type { ExpressionSource } from "./value.js";
import { NP303, NP306 } from "../problems/codes/nix.js";

type Reference = Extract<ExpressionSource, { kind: "reference" }>;

/** `pkgs.a.b` or `lib.f(x)` as Nix; comments in arguments move out in front. */
export function referenceExpression(source: Reference, conversion: Conversion): Expression {
  const start = referenceRoot(source, conversion);
  if (start === undefined) return nullValue();
  const inner = conversion.below(conversion.depth + 1);
  const contents = contentSpot(source, conversion.spot);
  let position = 0;
  let expression: Expression = start.variable;
  let path: string[] = [];
  let trivia: Trivia | undefined;
  const selected = (): Expression => {
    const target = path.length === 0 ? expression : select(expression, path);
    path = [];
    return target;
  };
  for (const step of start.steps) {
    if (step.kind === "select") {
      const problem = textProblem(step.attribute);
      if (problem === undefined) path.push(step.attribute);
      else conversion.report(NP303.attribute({ what: problem }));
      continue;
    }
    const given = step.arguments.map((argument) => {
      const at = inner.at(position);
      const { trivia: own, ...rest } = convert(argument, at.in(contents(position)));
      position += 1;
      trivia = joinTrivia(trivia, own);
      return rest;
    });
    if (given.length > 0) expression = call(selected(), ...given);
    if (expression.kind === "call" && expression.arguments.length > mostArguments) {
      conversion.report(NP306.tooManyArguments({ message: tooManyArguments }));
      return nullValue();
    }
  }
  expression = selected();
  return trivia === undefined ? expression : { ...expression, trivia };
}

/** The spots of arguments: the content of `lib.mkIf` and its kin stands where the whole does. */
function contentSpot(
  source: Reference,
  spot: Spot | undefined,
): (position: number) => Spot | undefined {
  const property = spot === undefined ? undefined : propertyOf(source);
  if (property === undefined) return (position) => spot?.argument?.(source, position);
  if (spot === undefined) return () => undefined;
  const inside =
    property.name === "mkMerge" && Array.isArray(property.content) ? { at: () => spot } : spot;
  return (position) => (position === property.step ? inside : undefined);
}
