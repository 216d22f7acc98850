import { resolve } from "node:path";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { toExpression } from "../literal.js";
import { printExpression } from "../printer.js";
import type { NixValue } from "../value.js";

export interface PrintValueOptions {
  /** Of the argument that it is, for problems. */
  readonly name?: string;
  /** Paths of files count from it. */
  readonly cwd: string;
}

/**
 * A value as a text of Nix.
 * @throws ProblemError NP3xx for what is no value of Nix
 */
export function printValue(value: NixValue, { name, cwd }: PrintValueOptions): string {
  const problems: Problem[] = [];
  const expression = toExpression(value, {
    path: [],
    report: (problem) => problems.push(problem),
    resolveFile: (path) => resolve(cwd, path),
  });
  if (problems.length > 0) throw new ProblemError(problems.map((one) => inArgument(one, name)));
  return printExpression(expression);
}

function inArgument({ path = [], ...problem }: Problem, name: string | undefined): Problem {
  if (name === undefined) return problem;
  const where = [name, ...path.map(String)].join(".");
  return { ...problem, message: `argument \`${where}\`: ${problem.message}` };
}
