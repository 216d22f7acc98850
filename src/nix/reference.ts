import { call, identifier, select } from "./build.js";
import type { Conversion } from "./conversion.js";
import { convert } from "./literal.js";
import type { Expression, Trivia } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { joinTrivia } from "./tidy.js";
import type { ExpressionSource } from "./value.js";

type Reference = Extract<ExpressionSource, { kind: "reference" }>;

/** `pkgs.a.b` or `lib.f(x)` as Nix; comments in arguments move out in front. */
export function referenceExpression(source: Reference, conversion: Conversion): Expression {
  let expression: Expression = identifier(source.root);
  let trivia: Trivia | undefined;
  for (const step of source.steps) {
    if (step.kind === "select") {
      const problem = textProblem(step.attribute);
      if (problem === undefined) expression = select(expression, [step.attribute]);
      else conversion.report("NP303", `the name of an attribute has ${problem}`);
      continue;
    }
    const given = step.arguments.map((argument) => {
      const { trivia: own, ...rest } = convert(argument, conversion);
      trivia = joinTrivia(trivia, own);
      return rest;
    });
    if (given.length > 0) expression = call(expression, ...given);
  }
  return trivia === undefined ? expression : { ...expression, trivia };
}
