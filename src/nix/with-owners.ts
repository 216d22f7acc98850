import { mapChildren } from "./children.js";
import { spellings } from "./spelling.js";
import type { Expression, InheritBinding, Owner } from "./syntax.js";
import { innerScope, type Scope, type VariableUse } from "./variables.js";

/** The owner to give to a use of a variable; undefined leaves it as it is. */
type OwnerOf = (
  use: Pick<VariableUse, "name" | "owner" | "scope" | "uncertain">,
) => Owner | undefined;

/** An expression with owners for the variables in it. */
export function withOwners(
  expression: Expression,
  ownerOf: OwnerOf,
  scope?: Scope,
  uncertain = false,
): Expression {
  if (expression.kind === "identifier") {
    const { name, owner } = expression;
    const other = ownerOf({ name, owner, scope, uncertain });
    return other === undefined ? expression : { ...expression, owner: other };
  }
  const inner = innerScope(expression, scope);
  const go = (one: Expression): Expression => withOwners(one, ownerOf, inner, uncertain);
  if (expression.kind === "with") {
    return {
      ...expression,
      scope: go(expression.scope),
      body: withOwners(expression.body, ownerOf, inner, true),
    };
  }
  if (expression.kind !== "attribute-set" && expression.kind !== "let") {
    return mapChildren(expression, go);
  }
  const bindings = expression.bindings.flatMap((one) => {
    if (one.kind !== "inherit" || one.from !== undefined) return [one];
    const owners = one.names.map((name) => ownerOf({ name, owner: one.owner, scope, uncertain }));
    return owners.every((owner) => owner === undefined) ? [one] : apart(one, owners);
  });
  return mapChildren({ ...expression, bindings }, go);
}

/** `inherit a b;` as one of each name, for they may have several owners. */
function apart(inherit: InheritBinding, owners: readonly (Owner | undefined)[]): InheritBinding[] {
  return inherit.names.map((name, index) => {
    const owner = owners[index];
    const written = inherit[spellings]?.[index];
    return {
      ...inherit,
      names: [name],
      ...(owner === undefined ? {} : { owner }),
      ...(written === undefined ? {} : { [spellings]: [written] }),
    };
  });
}
