import { mapChildren } from "../../../src/nix/children.js";
import type { Binding, Expression, Formal } from "../../../src/nix/syntax.js";

/** What deadnix would say of an expression itself: names that it binds and that nothing in it uses. */
export function unused(expression: Expression): string[] {
  if (expression.kind === "let") {
    return boundNames(expression.bindings)
      .filter((name) => !uses(expression.body, name) && !usedInBindings(expression.bindings, name))
      .map((name) => `unused let ${name}`);
  }
  if (expression.kind !== "lambda") return [];
  const { parameter, body } = expression;
  if (parameter.kind === "name") {
    const { name } = parameter;
    return name.startsWith("_") || uses(body, name) ? [] : [`unused argument ${name}`];
  }
  const names = parameter.formals.map((one) => one.name);
  const all = parameter.as === undefined ? names : [...names, parameter.as];
  return all
    .filter((name) => !uses(body, name) && !usedInDefaults(parameter.formals, name))
    .map((name) => `unused argument ${name}`);
}

/** Whether a variable of that name, bound around an expression, is used in it. */
function uses(expression: Expression, name: string): boolean {
  if (expression.kind === "identifier") return expression.name === name;
  if (expression.kind === "lambda") {
    const { parameter, body } = expression;
    if (parameter.kind === "name") return parameter.name !== name && uses(body, name);
    const hides = parameter.as === name || parameter.formals.some((one) => one.name === name);
    return !hides && (uses(body, name) || usedInDefaults(parameter.formals, name));
  }
  if (expression.kind === "let" || (expression.kind === "attribute-set" && expression.recursive)) {
    const { bindings } = expression;
    if (bindings.some((one) => isInherited(one, name))) return true;
    if (boundNames(bindings).includes(name)) return false;
    return (
      usedInBindings(bindings, name) || (expression.kind === "let" && uses(expression.body, name))
    );
  }
  if (
    expression.kind === "attribute-set" &&
    expression.bindings.some((one) => isInherited(one, name))
  ) {
    return true;
  }
  let found = false;
  mapChildren(expression, (child) => {
    found ||= uses(child, name);
    return child;
  });
  return found;
}

function isInherited(binding: Binding, name: string): boolean {
  return binding.kind === "inherit" && binding.from === undefined && binding.names.includes(name);
}

function usedInBindings(bindings: readonly Binding[], name: string): boolean {
  const set: Expression = { kind: "attribute-set", recursive: false, bindings };
  return uses(set, name);
}

function usedInDefaults(formals: readonly Formal[], name: string): boolean {
  return formals.some((one) => one.default !== undefined && uses(one.default, name));
}

function boundNames(bindings: readonly Binding[]): string[] {
  return bindings.flatMap((one) => {
    if (one.kind === "inherit") return one.names;
    return typeof one.path[0] === "string" ? [one.path[0]] : [];
  });
}
