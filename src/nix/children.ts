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

type Visit = (expression: Expression) => void;

/** Visits each expression directly in an expression, in the order of the text; nothing is copied. */
export function eachChild(expression: Expression, visit: Visit): void {
  switch (expression.kind) {
    case "identifier":
    case "integer":
    case "float":
    case "search-path":
    case "file":
      return;
    case "verbatim":
      for (const part of expression.parts) if (typeof part !== "string") visit(part);
      return;
    case "string":
    case "path":
      eachPart(expression.parts, visit);
      return;
    case "attribute-set":
      for (const binding of expression.bindings) eachOfBinding(binding, visit);
      return;
    case "list":
      for (const item of expression.items) visit(item);
      return;
    case "select":
      visit(expression.target);
      for (const name of expression.path) eachOfName(name, visit);
      if (expression.fallback !== undefined) visit(expression.fallback);
      return;
    case "has-attribute":
      visit(expression.target);
      for (const name of expression.path) eachOfName(name, visit);
      return;
    case "call":
      visit(expression.callee);
      for (const argument of expression.arguments) visit(argument);
      return;
    case "lambda":
      eachOfParameter(expression.parameter, visit);
      visit(expression.body);
      return;
    case "let":
      for (const binding of expression.bindings) eachOfBinding(binding, visit);
      visit(expression.body);
      return;
    case "with":
      visit(expression.scope);
      visit(expression.body);
      return;
    case "assert":
      visit(expression.condition);
      visit(expression.body);
      return;
    case "if":
      visit(expression.condition);
      visit(expression.consequence);
      visit(expression.alternative);
      return;
    case "unary":
      visit(expression.operand);
      return;
    case "binary":
      visit(expression.left);
      visit(expression.right);
      return;
    default:
      unreachable(expression);
  }
}

function eachPart(parts: readonly StringPart[], visit: Visit): void {
  for (const part of parts) if (typeof part !== "string") visit(part.expression);
}

function eachOfName(name: AttributeName, visit: Visit): void {
  if (typeof name === "string") return;
  eachPart(name.kind === "interpolation" ? [name] : name.parts, visit);
}

function eachOfBinding(binding: Binding, visit: Visit): void {
  if (binding.kind === "inherit") {
    if (binding.from !== undefined) visit(binding.from);
    return;
  }
  for (const name of binding.path) eachOfName(name, visit);
  visit(binding.value);
}

function eachOfParameter(parameter: Parameter, visit: Visit): void {
  if (parameter.kind === "name") return;
  for (const formal of parameter.formals) if (formal.default !== undefined) visit(formal.default);
}
