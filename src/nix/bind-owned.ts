import { binding, identifier, letIn } from "./build.js";
import { mapChildren } from "./children.js";
import {
  hostOwner,
  type Binding,
  type Expression,
  type InheritBinding,
  type LambdaExpression,
  type Owner,
} from "./syntax.js";
import { binderOf, eachVariable, innerScope, type Scope, type VariableUse } from "./variables.js";

/** An expression in which every name with an owner is printed where that owner's is in scope. */
export interface Bound {
  readonly expression: Expression;
  /** Second names for the host's arguments, to be bound around the expression: argument by name. */
  readonly hostNames: ReadonlyMap<string, string>;
  /** Uses of arguments of a module that is not around them. */
  readonly strays: readonly VariableUse[];
}

/**
 * Gives second names to variables that something between them and their owner binds, too: to the
 * host's below a module that takes an argument of the same name, and to a module's below a `let`, a
 * function or a recursive set of a template. Where nothing is in between, nothing changes.
 * @param uses all uses of variables in the expression (`variablesOf`)
 */
export function bindOwned(expression: Expression, uses: readonly VariableUse[]): Bound {
  let hidden = false;
  const strays: VariableUse[] = [];
  for (const use of uses) {
    if (use.owner === undefined || isInScope(use.name, use.owner, use.scope)) continue;
    if (use.owner !== hostOwner && scopeOf(use.name, use.owner, use.scope) === undefined) {
      strays.push(use);
    } else hidden = true;
  }
  if (!hidden) return { expression, hostNames: new Map(), strays };
  const binder = new Binder(expression);
  return { expression: binder.bind(expression, undefined), hostNames: binder.hostNames, strays };
}

/** Whether the name means the owner's where it stands. All that is free in the end is the host's. */
function isInScope(name: string, owner: Owner, scope: Scope | undefined): boolean {
  const nearest = binderOf(name, scope);
  return nearest === undefined ? owner === hostOwner : nearest.owner === owner;
}

/** The scope around in which the name is the owner's. */
function scopeOf(name: string, owner: Owner, scope: Scope | undefined): Scope | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    if (at.owner === owner && at.names.has(name)) return at;
  }
  return undefined;
}

class Binder {
  readonly hostNames = new Map<string, string>();
  /** Second names by the scope that has the first ones. */
  readonly #names = new Map<Scope, Map<string, string>>();
  readonly #taken = new Set<string>();

  constructor(whole: Expression) {
    for (const name of allNames(whole)) this.#taken.add(name);
  }

  bind(expression: Expression, scope: Scope | undefined): Expression {
    if (expression.kind === "identifier") {
      const { name, owner } = expression;
      const other = this.#other(name, owner, scope);
      return other === undefined ? expression : withMark(identifier(other), expression.mark);
    }
    const inner = innerScope(expression, scope);
    const go = (one: Expression): Expression => this.bind(one, inner);
    if (expression.kind === "lambda") return this.#withNames(mapLambda(expression, go), inner);
    if (expression.kind === "attribute-set" || expression.kind === "let") {
      const bindings = expression.bindings.flatMap((one) => this.#withoutInherit(one, scope));
      return mapChildren({ ...expression, bindings }, go);
    }
    return mapChildren(expression, go);
  }

  /** What to write for a name, where it means another thing than its owner's. */
  #other(name: string, owner: Owner | undefined, scope: Scope | undefined): string | undefined {
    if (owner === undefined || isInScope(name, owner, scope)) return undefined;
    if (owner === hostOwner) return this.#secondName(this.hostNames, "host", name);
    const at = scopeOf(name, owner, scope);
    if (at === undefined) return undefined;
    const names = this.#names.get(at) ?? new Map<string, string>();
    this.#names.set(at, names);
    return this.#secondName(names, "outer", name);
  }

  #secondName(known: Map<string, string>, prefix: string, name: string): string {
    const before = known.get(name);
    if (before !== undefined) return before;
    const wish = `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    let second = wish;
    for (let count = 2; this.#taken.has(second); count += 1) second = `${wish}${count}`;
    this.#taken.add(second);
    known.set(name, second);
    return second;
  }

  /** `inherit config;` of a name that needs a second one, as `config = hostConfig;`. */
  #withoutInherit(one: Binding, scope: Scope | undefined): Binding[] {
    if (one.kind !== "inherit" || one.from !== undefined || one.owner === undefined) return [one];
    return one.names.map((name) => {
      const other = this.#other(name, one.owner, scope);
      return other === undefined ? { ...one, names: [name] } : renamed(one, name, other);
    });
  }

  #withNames(lambda: LambdaExpression, scope: Scope | undefined): LambdaExpression {
    const names = scope && this.#names.get(scope);
    return names === undefined ? lambda : { ...lambda, body: withNames(lambda.body, names) };
  }
}

/** `let second = first; …` around an expression, sorted. */
export function withNames(body: Expression, names: ReadonlyMap<string, string>): Expression {
  if (names.size === 0) return body;
  const sorted = [...names].sort(([left], [right]) => (left < right ? -1 : 1));
  return letIn(
    sorted.map(([first, second]) => binding(second, identifier(first))),
    body,
  );
}

function renamed({ mark, trivia }: InheritBinding, name: string, other: string): Binding {
  const value = withMark(identifier(other), mark);
  return { ...binding(name, value), ...(trivia === undefined ? {} : { trivia }) };
}

function withMark(expression: Expression, mark: Expression["mark"]): Expression {
  return mark === undefined ? expression : { ...expression, mark };
}

function mapLambda(
  lambda: LambdaExpression,
  change: (one: Expression) => Expression,
): LambdaExpression {
  return mapChildren(lambda, change) as LambdaExpression;
}

/** Every name that is bound or used anywhere, and every word that could be. */
function allNames(expression: Expression): Set<string> {
  const names = new Set<string>();
  eachVariable(expression, ({ name, scope }) => {
    names.add(name);
    for (let at = scope; at !== undefined; at = at.outer) at.names.forEach((one) => names.add(one));
  });
  return names;
}
