import { mapChildren } from "../../../src/nix/children.js";
import { parseNix } from "../../../src/nix/parser.js";
import type { Binding, Expression, LambdaExpression } from "../../../src/nix/syntax.js";
import { textFindings } from "./text-findings.js";
import { meaning } from "./trees.js";
import { unused } from "./unused.js";

/*
 * What statix (its rules W01 to W23) and deadnix would say of a text: written down from their
 * documentation, without a look at how src/ avoids it.
 */

/** All findings, each as its rule or the name that is not used. */
export function findings(text: string): string[] {
  return [...textFindings(text), ...treeFindings(parseNix(text))];
}

function treeFindings(expression: Expression): string[] {
  const found = rules.filter(([, finds]) => finds(expression)).map(([rule]) => rule);
  found.push(...unused(expression));
  mapChildren(expression, (child) => {
    found.push(...treeFindings(child));
    return child;
  });
  return found;
}

const rules: readonly (readonly [string, (one: Expression) => boolean])[] = [
  ["W01 a == true", (one) => comparesWith(one, ["true", "false"])],
  ["W02 let in a", (one) => one.kind === "let" && one.bindings.length === 0],
  ["W03 a = a", (one) => bindingsOf(one).some((binding) => repeatsItself(binding))],
  ["W04 a = b.a", (one) => bindingsOf(one).some((binding) => repeatsItsEnd(binding))],
  ["W06 let in let in", (one) => one.kind === "let" && one.body.kind === "let"],
  ["W07 x: f x", (one) => one.kind === "lambda" && isEtaReducible(one)],
  ["W10 { ... }:", (one) => acceptsAnything(one) && !hasAs(one)],
  ["W11 x@{ ... }:", (one) => acceptsAnything(one) && hasAs(one)],
  ["W14 inherit;", (one) => bindingsOf(one).some((binding) => inheritsNothing(binding))],
  ["W17 builtins.toPath", (one) => isName(one, "toPath") || selects(one, "builtins", "toPath")],
  ["W18 !(a == b)", (one) => one.kind === "unary" && one.operator === "!" && isEqual(one.operand)],
  ["W19 if a ? b then a.b", (one) => one.kind === "if" && asksBeforeSelecting(one)],
  ["W20 a.b a.c a.d", (one) => mostRepeated(bindingsOf(one)) >= 3],
  ["W23 [ ] ++ a", concatenatesNothing],
];

function bindingsOf(expression: Expression): readonly Binding[] {
  return expression.kind === "attribute-set" || expression.kind === "let"
    ? expression.bindings
    : [];
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === "identifier" && expression.name === name;
}

function selects(expression: Expression, target: string, name: string): boolean {
  return (
    expression.kind === "select" && isName(expression.target, target) && expression.path[0] === name
  );
}

function isEqual(expression: Expression): boolean {
  return expression.kind === "binary" && expression.operator === "==";
}

function comparesWith(expression: Expression, names: readonly string[]): boolean {
  if (expression.kind !== "binary" || !["==", "!="].includes(expression.operator)) return false;
  return names.some((name) => isName(expression.left, name) || isName(expression.right, name));
}

function repeatsItself(binding: Binding): boolean {
  if (binding.kind === "inherit" || binding.path.length > 1) return false;
  return typeof binding.path[0] === "string" && isName(binding.value, binding.path[0]);
}

function repeatsItsEnd(binding: Binding): boolean {
  if (binding.kind === "inherit" || binding.path.length > 1) return false;
  const { value, path } = binding;
  return (
    isIdentifier(path[0]) &&
    value.kind === "select" &&
    value.fallback === undefined &&
    value.path.at(-1) === path[0]
  );
}

function isIdentifier(name: unknown): boolean {
  return typeof name === "string" && /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name);
}

function isEtaReducible({ parameter, body }: LambdaExpression): boolean {
  if (parameter.kind !== "name" || body.kind !== "call") return false;
  const last = body.arguments.at(-1);
  const others = [body.callee, ...body.arguments.slice(0, -1)];
  return (
    last !== undefined &&
    isName(last, parameter.name) &&
    !others.some((one) => JSON.stringify(meaning(one)).includes(`"${parameter.name}"`))
  );
}

function acceptsAnything(expression: Expression): boolean {
  if (expression.kind !== "lambda" || expression.parameter.kind === "name") return false;
  const { formals, ellipsis } = expression.parameter;
  return formals.length === 0 && ellipsis;
}

function hasAs(expression: Expression): boolean {
  return (
    expression.kind === "lambda" &&
    expression.parameter.kind === "formals" &&
    expression.parameter.as !== undefined
  );
}

function inheritsNothing(binding: Binding): boolean {
  return binding.kind === "inherit" && binding.names.length === 0;
}

function asksBeforeSelecting({
  condition,
  consequence,
}: Extract<Expression, { kind: "if" }>): boolean {
  return (
    condition.kind === "has-attribute" &&
    consequence.kind === "select" &&
    JSON.stringify(meaning({ ...consequence, kind: "has-attribute" })) ===
      JSON.stringify(meaning({ ...condition }))
  );
}

/** How many paths of several names start with the same unquoted one. */
function mostRepeated(bindings: readonly Binding[]): number {
  const firsts = bindings
    .flatMap((one) => (one.kind === "binding" && one.path.length > 1 ? [one.path[0]] : []))
    .filter(isIdentifier);
  return Math.max(0, ...firsts.map((first) => firsts.filter((one) => one === first).length));
}

function concatenatesNothing(expression: Expression): boolean {
  if (expression.kind !== "binary" || expression.operator !== "++") return false;
  return [expression.left, expression.right].some(
    (one) => one.kind === "list" && one.items.length === 0,
  );
}
