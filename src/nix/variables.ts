import { eachChild } from "./children.js";
import { spelling, spellings, type Spelling } from "./spelling.js";
import type { Binding, Expression, LambdaExpression, Owner } from "./syntax.js";

/** Names that a `let`, a recursive set or a function binds. */
export interface Scope {
  readonly names: ReadonlySet<string>;
  /** Of a module's function: whose arguments the names are. */
  readonly owner: Owner | undefined;
  /** Of a `let` or a recursive set: what its names stand for. */
  readonly bindings?: readonly Binding[];
  readonly outer: Scope | undefined;
}

/** A variable where it is used. */
export interface VariableUse {
  readonly name: string;
  readonly owner: Owner | undefined;
  /** Undefined for names that no template has in its text. */
  readonly spelling: Spelling | undefined;
  readonly scope: Scope | undefined;
  /** Below `with`, or a word of syntax that is not known: it may come from elsewhere, or be no variable. */
  readonly uncertain: boolean;
  /** It is all that a `${…}` of a string has in it. */
  readonly inString: boolean;
}

type Found = (use: VariableUse) => void;

/** Calls `found` for each use of a variable in an expression, in the order of the text. */
export function eachVariable(expression: Expression, found: Found): void {
  visit(expression, undefined, false, found, false);
}

/** All uses of variables in an expression, in the order of the text. */
export function variablesOf(expression: Expression): VariableUse[] {
  const uses: VariableUse[] = [];
  eachVariable(expression, (use) => uses.push(use));
  return uses;
}

/** The innermost scope that binds a name, as Nix sees it: whose it is does not count. */
export function binderOf(name: string, scope: Scope | undefined): Scope | undefined {
  for (let at = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return at;
  return undefined;
}

/** The scope that the expressions in a set, a `let` or a function are in. */
export function innerScope(expression: Expression, outer: Scope | undefined): Scope | undefined {
  if (expression.kind === "lambda") {
    return { names: parameterNames(expression), owner: expression.owner, outer };
  }
  const recursive =
    expression.kind === "let" || (expression.kind === "attribute-set" && expression.recursive);
  if (!recursive) return outer;
  const { bindings } = expression;
  return { names: boundNames(bindings), owner: undefined, bindings, outer };
}

function visit(
  expression: Expression,
  scope: Scope | undefined,
  uncertain: boolean,
  found: Found,
  inString: boolean,
): void {
  const go = (one: Expression, inner = scope, below = uncertain): void => {
    visit(one, inner, below, found, false);
  };
  if (expression.kind === "identifier") {
    const { name, owner } = expression;
    found({ name, owner, spelling: expression[spelling], scope, uncertain, inString });
  } else if (expression.kind === "list") {
    for (const item of expression.items) visit(item, scope, uncertain, found, false);
  } else if (expression.kind === "string") {
    for (const part of expression.parts) {
      if (typeof part !== "string") visit(part.expression, scope, uncertain, found, true);
    }
  } else if (expression.kind === "attribute-set" || expression.kind === "let") {
    const inner = innerScope(expression, scope);
    for (const binding of expression.bindings) {
      if (binding.kind !== "inherit" || binding.from !== undefined) continue;
      // These names come from outside, even in a recursive set.
      for (const [index, name] of binding.names.entries()) {
        const written = binding[spellings]?.[index];
        const { owner } = binding;
        found({ name, owner, spelling: written, scope, uncertain, inString: false });
      }
    }
    for (const binding of expression.bindings) {
      visitBinding(binding, (one) => {
        go(one, inner);
      });
    }
    if (expression.kind === "let") go(expression.body, inner);
  } else if (expression.kind === "lambda") {
    const inner = innerScope(expression, scope);
    eachChild(expression, (one) => {
      go(one, inner);
    });
  } else if (expression.kind === "with") {
    go(expression.scope);
    go(expression.body, scope, true);
  } else {
    if (expression.kind === "verbatim") {
      for (const name of expression.words) {
        const unknown = { owner: undefined, spelling: undefined, inString: false };
        found({ name, scope, uncertain: true, ...unknown });
      }
    }
    eachChild(expression, (one) => {
      go(one);
    });
  }
}

function visitBinding(binding: Binding, go: (one: Expression) => void): void {
  if (binding.kind === "inherit") {
    if (binding.from !== undefined) go(binding.from);
    return;
  }
  for (const name of binding.path) {
    if (typeof name === "string") continue;
    const parts = name.kind === "string" ? name.parts : [name];
    for (const part of parts) if (typeof part !== "string") go(part.expression);
  }
  go(binding.value);
}

function boundNames(bindings: readonly Binding[]): Set<string> {
  return new Set(
    bindings.flatMap((binding) => {
      if (binding.kind === "inherit") return binding.names;
      const [first] = binding.path;
      return typeof first === "string" ? [first] : [];
    }),
  );
}

function parameterNames({ parameter }: LambdaExpression): Set<string> {
  if (parameter.kind === "name") return new Set([parameter.name]);
  const names = parameter.formals.map((formal) => formal.name);
  return new Set(parameter.as === undefined ? names : [...names, parameter.as]);
}
