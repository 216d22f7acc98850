import { attributeSet, binding, formals, lambda, list } from "../../nix/build.js";
import {
  type Expression,
  type Formal,
  type LambdaExpression,
  type Owner,
} from "../../nix/syntax.js";
import { binderOf } from "../../nix/variables.js";
import { withOwners } from "../../nix/with-owners.js";
import { argumentsOwned, isTaken } from "./module-arguments.js";

/** What the library has for definitions as a whole (lib/modules.nix): no modules, but their `config`. */
const definitions =
  /^mk(?:If|Merge|Override|Order|Force|Default|OptionDefault|VMOverride|ImageMediaOverride|Before|After)$/;

/** Where a module stands. */
export interface AroundModule {
  /** Of its arguments. */
  readonly owner: Owner;
  /** Of the arguments around it: the host's, or those of the module it is nested in. */
  readonly outerOwner: Owner;
  /** Whether a module of the same NixOS is around it, and takes the arguments. */
  readonly enclosed: boolean;
}

/**
 * An expression that stands for a whole module. It is evaluated where it is written, on the host; for
 * what it uses of the container's own (`${config.…}`, `${pkgs.…}`), its function takes more arguments,
 * or a module is put around it.
 */
export function wholeModule(
  expression: Expression,
  { owner, outerOwner, enclosed }: AroundModule,
): Expression {
  const own = isModuleFunction(expression) ? { ...expression, owner } : expression;
  if (enclosed) return own;
  const used = argumentsOwned(own, owner);
  // The library is the same: for it alone, nothing has to be put around a module.
  const missing = [...used].filter((name) => name !== "lib").sort();
  if (used.size === 0) return own;
  // What the template's own text calls so was the host's, and stays it.
  const rest = withOwners(own, (use) => {
    const isMeant =
      use.owner === undefined
        ? binderOf(use.name, use.scope) === undefined
        : use.name === "lib" && use.owner === owner && !isTaken(use.name, owner, use.scope);
    return isMeant && used.has(use.name) ? outerOwner : undefined;
  });
  if (missing.length === 0) return rest;
  if (isModuleFunction(rest)) return { ...rest, parameter: withFormals(rest, missing) };
  const { trivia, ...bare } = rest;
  const body = isDefinition(bare)
    ? attributeSet([binding("config", bare)])
    : attributeSet([binding("imports", list([bare]))]);
  const around = { ...lambda(formals(missing, { ellipsis: true }), body), owner };
  return trivia === undefined ? around : { ...around, trivia };
}

function isModuleFunction(expression: Expression): expression is LambdaExpression {
  return expression.kind === "lambda" && expression.parameter.kind === "formals";
}

function withFormals(
  { parameter }: LambdaExpression,
  missing: readonly string[],
): LambdaExpression["parameter"] {
  if (parameter.kind !== "formals") return parameter;
  const added = missing.map((name): Formal => ({ name }));
  return { ...parameter, formals: [...parameter.formals, ...added] };
}

function isDefinition(expression: Expression): boolean {
  if (expression.kind !== "call") return false;
  const { callee } = expression;
  const name = callee.kind === "select" ? callee.path.at(-1) : undefined;
  return typeof name === "string" && definitions.test(name);
}
