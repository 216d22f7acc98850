import { isFree } from "./free-variables.js";
import { spelling, type Spelling } from "./spelling.js";
import {
  hostOwner,
  unreachable,
  type AttributePath,
  type Binding,
  type CallExpression,
  type Expression,
  type IdentifierExpression,
  type Owner,
} from "./syntax.js";
import { binderOf, innerScope, type Scope } from "./variables.js";

/** An argument of a module that is read, and how far into it: `config.a.b` reads `a`, then `b`. */
export interface Read {
  readonly name: string;
  readonly owner: Owner;
  readonly path: readonly string[];
  /** Where the text of a template says so. */
  readonly spelling: Spelling | undefined;
}

/**
 * Which arguments of functions of nixpkgs' `lib` and of Nix are needed to know what the function
 * gives: how many it takes, and their indices (lib/lists.nix, lib/strings.nix, Nix's manual).
 */
const strictArguments: ReadonlyMap<string, readonly [arity: number, ...needed: number[]]> = new Map<
  string,
  readonly [number, ...number[]]
>([
  ["import", [1, 0]],
  ["toString", [1, 0]],
  ["optional", [2, 0]],
  ["optionals", [2, 0]],
  ["optionalString", [2, 0]],
  ["optionalAttrs", [2, 0]],
  ["concatStringsSep", [2, 0, 1]],
  ["concatMapStringsSep", [3, 0, 2]],
  ["concatLists", [1, 0]],
  ["concatMap", [2, 1]],
  ["map", [2, 1]],
  ["filter", [2, 1]],
  ["head", [1, 0]],
  ["last", [1, 0]],
  ["length", [1, 0]],
  ["attrNames", [1, 0]],
  ["attrValues", [1, 0]],
  ["elemAt", [2, 0, 1]],
  ["toLower", [1, 0]],
  ["toUpper", [1, 0]],
  ["toInt", [1, 0]],
  ["boolToString", [1, 0]],
  ["removePrefix", [2, 1]],
  ["removeSuffix", [2, 1]],
  ["splitString", [2, 0, 1]],
  ["unique", [1, 0]],
  ["toJSON", [1, 0]],
  ["readFile", [1, 0]],
]);

/**
 * The arguments of modules that are read, for certain, when an expression is evaluated as far as to
 * know what kind of value it is. What only a function's body, an item or an attribute reads is not
 * among them, nor what one branch reads.
 */
export function strictReads(expression: Expression, scope: Scope | undefined): Read[] {
  const go = (one: Expression): Read[] => strictReads(one, scope);
  switch (expression.kind) {
    case "identifier":
      return readOf(expression, [], scope);
    case "select": {
      const { target, path } = expression;
      const names = dynamicNames(path).flatMap(go);
      return [
        ...(target.kind === "identifier" ? readOf(target, fixedStart(path), scope) : go(target)),
        ...names,
      ];
    }
    case "has-attribute": {
      // The last attribute is looked for, not at.
      const { target, path } = expression;
      const start = fixedStart(path).slice(0, path.length - 1);
      return target.kind === "identifier" ? readOf(target, start, scope) : go(target);
    }
    case "string":
    case "path":
      return expression.parts.flatMap((part) =>
        typeof part === "string" ? [] : go(part.expression),
      );
    case "call":
      return neededOf(expression, scope).flatMap(go);
    case "if":
      return go(expression.condition);
    case "assert":
      return [...go(expression.condition), ...go(expression.body)];
    case "with":
      return go(expression.body);
    case "let":
      return strictReads(expression.body, innerScope(expression, scope));
    case "unary":
      return go(expression.operand);
    case "binary": {
      const { operator, left, right } = expression;
      const lazy = operator === "&&" || operator === "||" || operator === "->";
      return lazy ? go(left) : [...go(left), ...go(right)];
    }
    case "attribute-set":
    case "list":
    case "lambda":
    case "integer":
    case "float":
    case "search-path":
    case "file":
    // What syntax that is not known reads is not known, either.
    case "verbatim":
      return [];
    default:
      return unreachable(expression);
  }
}

/** The name of a function of `lib` or of Nix that is called; undefined for any other. */
export function functionName(callee: Expression, scope: Scope | undefined): string | undefined {
  if (callee.kind === "identifier") {
    return binderOf(callee.name, scope) === undefined ? callee.name : undefined;
  }
  if (callee.kind !== "select" || callee.target.kind !== "identifier") return undefined;
  const { name } = callee.target;
  if (name !== "lib" && name !== "builtins") return undefined;
  const last = callee.path.at(-1);
  return typeof last === "string" ? last : undefined;
}

function neededOf(call: CallExpression, scope: Scope | undefined): Expression[] {
  return [call.callee, ...neededArguments(call, scope)];
}

/** The arguments of a call whose values are needed to know what it gives, as far as that is known. */
export function neededArguments(
  { callee, arguments: given }: CallExpression,
  scope: Scope | undefined,
): Expression[] {
  const [arity, ...needed] = strictArguments.get(functionName(callee, scope) ?? "") ?? [0];
  const enough = arity > 0 && given.length >= arity;
  return enough ? given.filter((_one, index) => needed.includes(index)) : [];
}

function readOf(
  variable: IdentifierExpression,
  path: readonly string[],
  scope: Scope | undefined,
  aliases = 0,
): Read[] {
  const { name, owner: own, [spelling]: written } = variable;
  const binder = binderOf(name, scope);
  if (own === undefined && binder?.bindings !== undefined) {
    // As in `let cfg = config.services.web; in …`, which may go in a circle.
    const alias = aliases > 10 ? undefined : aliasOf(name, binder.bindings);
    return alias === undefined
      ? []
      : readOf(alias.variable, [...alias.path, ...path], binder, aliases + 1);
  }
  const use = { name, owner: own, spelling: written, scope, uncertain: false, inString: false };
  const owner = own ?? binder?.owner ?? (isFree(use) ? hostOwner : undefined);
  return owner === undefined ? [] : [{ name, owner, path, spelling: written }];
}

/** The variable that a name of a `let` stands for, with the attributes from there. */
function aliasOf(
  name: string,
  bindings: readonly Binding[],
): { variable: IdentifierExpression; path: readonly string[] } | undefined {
  for (const one of bindings) {
    if (one.kind !== "binding" || one.path.length !== 1 || one.path[0] !== name) continue;
    if (one.value.kind === "identifier") return { variable: one.value, path: [] };
    if (one.value.kind !== "select" || one.value.fallback !== undefined) return undefined;
    const { target, path } = one.value;
    const start = fixedStart(path);
    if (target.kind !== "identifier" || start.length < path.length) return undefined;
    return { variable: target, path: start };
  }
  return undefined;
}

function fixedStart(path: AttributePath): string[] {
  const end = path.findIndex((name) => typeof name !== "string");
  return path
    .slice(0, end === -1 ? path.length : end)
    .filter((name): name is string => typeof name === "string");
}

function dynamicNames(path: AttributePath): Expression[] {
  // A later name is only needed once what is before it is there; then it is.
  return path.flatMap((name) => {
    if (typeof name === "string") return [];
    return name.kind === "interpolation" ? [name.expression] : [name];
  });
}
