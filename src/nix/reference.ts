import { call, mostArguments, nullValue, select, tooManyArguments } from "./build.js";
import type { Conversion } from "./conversion.js";
import { convert } from "./literal.js";
import { referenceRoot } from "./reference-root.js";
import type { Expression, Trivia } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { joinTrivia } from "./tidy.js";
import type { ExpressionSource } from "./value.js";

type Reference = Extract<ExpressionSource, { kind: "reference" }>;

/** `pkgs.a.b` or `lib.f(x)` as Nix; comments in arguments move out in front. */
export function referenceExpression(source: Reference, conversion: Conversion): Expression {
  const start = referenceRoot(source, conversion);
  if (start === undefined) return nullValue();
  const inner = conversion.below(conversion.depth + 1);
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
      else conversion.report("NP303", `the name of an attribute has ${problem}`);
      continue;
    }
    const given = step.arguments.map((argument) => {
      const { trivia: own, ...rest } = convert(argument, inner);
      trivia = joinTrivia(trivia, own);
      return rest;
    });
    if (given.length > 0) expression = call(selected(), ...given);
    if (expression.kind === "call" && expression.arguments.length > mostArguments) {
      conversion.report("NP306", tooManyArguments);
      return nullValue();
    }
  }
  expression = selected();
  return trivia === undefined ? expression : { ...expression, trivia };
}
