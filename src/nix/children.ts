import type { Binding, Expression, StringPart, AttributeName, Parameter } from "./syntax.js";
import { unreachable } from "./syntax.js";

type Change = (expression: Expression) => Expression;

/** The same expression with each expression directly in it replaced by what `change` gives. */
export function mapChildren(expression: Expression, change: Change): Expression {
  switch (expression.kind) {
    case "identifier":
    case "integer":
    case "float":
    case "search-path":
    case "file":
      return expression;
    case "verbatim":
      return {
        ...expression,
        parts: expression.parts.map((part) => (typeof part === "string" ? part : change(part))),
      };
    case "string":
    case "path":
      return { ...expression, parts: expression.parts.map((part) => mapPart(part, change)) };
    case "attribute-set":
      return {
        ...expression,
        bindings: expression.bindings.map((binding) => mapBinding(binding, change)),
      };
    case "list":
      return { ...expression, items: expression.items.map(change) };
    case "select":
      return {
        ...expression,
        target: change(expression.target),
        path: expression.path.map((name) => mapName(name, change)),
        ...(expression.fallback === undefined ? {} : { fallback: change(expression.fallback) }),
      };
    case "has-attribute":
      return {
        ...expression,
        target: change(expression.target),
        path: expression.path.map((name) => mapName(name, change)),
      };
    case "call":
      return {
        ...expression,
        callee: change(expression.callee),
        arguments: expression.arguments.map(change),
      };
    case "lambda":
      return {
        ...expression,
        parameter: mapParameter(expression.parameter, change),
        body: change(expression.body),
      };
    case "let":
      return {
        ...expression,
        bindings: expression.bindings.map((binding) => mapBinding(binding, change)),
        body: change(expression.body),
      };
    case "with":
      return { ...expression, scope: change(expression.scope), body: change(expression.body) };
    case "assert":
      return {
        ...expression,
        condition: change(expression.condition),
        body: change(expression.body),
      };
    case "if":
      return {
        ...expression,
        condition: change(expression.condition),
        consequence: change(expression.consequence),
        alternative: change(expression.alternative),
      };
    case "unary":
      return { ...expression, operand: change(expression.operand) };
    case "binary":
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    default:
      return unreachable(expression);
  }
}

function mapPart(part: StringPart, change: Change): StringPart {
  return typeof part === "string" ? part : { ...part, expression: change(part.expression) };
}

function mapName(name: AttributeName, change: Change): AttributeName {
  if (typeof name === "string") return name;
  return name.kind === "interpolation"
    ? { ...name, expression: change(name.expression) }
    : { ...name, parts: name.parts.map((part) => mapPart(part, change)) };
}

function mapBinding(binding: Binding, change: Change): Binding {
  if (binding.kind === "inherit") {
    return binding.from === undefined ? binding : { ...binding, from: change(binding.from) };
  }
  return {
    ...binding,
    path: binding.path.map((name) => mapName(name, change)),
    value: change(binding.value),
  };
}

function mapParameter(parameter: Parameter, change: Change): Parameter {
  if (parameter.kind === "name") return parameter;
  return {
    ...parameter,
    formals: parameter.formals.map((formal) =>
      formal.default === undefined ? formal : { ...formal, default: change(formal.default) },
    ),
  };
}
