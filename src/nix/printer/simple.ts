import { isIdentifier } from "../names.js";
import { indentedLines } from "../string-text.js";
import type { AttributePath, Parameter } from "../syntax.js";
import { pathExpression } from "./files.js";
import type { Printable } from "./positions.js";

/*
 * What nixfmt looks at when it chooses a layout. Its rules are in its standard.md ("Absorption")
 * and, where that leaves room, were found by trying.
 */

const terms: ReadonlySet<Printable["kind"]> = new Set([
  "identifier",
  "integer",
  "float",
  "string",
  "path",
  "search-path",
  "attribute-set",
  "list",
  "select",
  "parenthesized",
]);

/** Terms: what can be a list item as it is. */
export function isTerm(expression: Printable): boolean {
  return terms.has(expression.kind);
}

/** Non-empty sets and lists and ''…'' strings of several lines may start on the current line. */
export function isAbsorbable(expression: Printable): boolean {
  if (expression.kind === "string") return (indentedLines(expression)?.length ?? 0) > 1;
  if (expression.kind === "attribute-set") {
    return expression.bindings.length > 0 || expression.closing !== undefined;
  }
  return (
    expression.kind === "list" && (expression.items.length > 0 || expression.closing !== undefined)
  );
}

/** The same for whole expressions: also below `with` and plain parameters. */
export function isAbsorbableExpression(expression: Printable): boolean {
  if (expression.kind === "with") return isAbsorbable(expression.body);
  if (expression.kind !== "lambda") return isAbsorbable(expression);
  if (expression.parameter.kind !== "name") return false;
  const { body } = expression;
  return body.kind === "lambda" ? isAbsorbableExpression(body) : isAbsorbable(body);
}

/** More names than this before the `=` let the value start on a line of its own. */
export const longPath = 4;

/** Names that are written without quotes. */
export function isPlainPath(path: AttributePath): path is readonly string[] {
  return path.every((name) => typeof name === "string" && isIdentifier(name));
}

const simpleKinds: ReadonlySet<Printable["kind"]> = new Set([
  "identifier",
  "integer",
  "float",
  "string",
  "path",
  "search-path",
]);

/** Expressions that stay on one line in `${…}` and as the items of an argument list. */
export function isSimple(expression: Printable, directory: string): boolean {
  if (expression.kind === "string" && expression.language !== undefined) return false;
  if (simpleKinds.has(expression.kind)) return true;
  if (expression.kind === "file") return pathExpression(expression, directory).kind === "path";
  if (expression.kind === "parenthesized") return isSimple(expression.inner, directory);
  if (expression.kind === "select") {
    return (
      expression.fallback === undefined &&
      isPlainPath(expression.path) &&
      isSimple(expression.target, directory)
    );
  }
  return (
    expression.kind === "call" &&
    expression.arguments.length <= 2 &&
    [expression.callee, ...expression.arguments].every((one) => isSimple(one, directory))
  );
}

/** `{ a, b, ... }` may stay on one line with at most two formals, none with a default. */
export function fitsOneLine(parameter: Extract<Parameter, { kind: "formals" }>): boolean {
  const { formals, closing } = parameter;
  return (
    closing === undefined &&
    formals.length <= 2 &&
    formals.every((one) => one.default === undefined && one.trivia === undefined)
  );
}
