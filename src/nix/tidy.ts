import { select } from "./build.js";
import { mapChildren } from "./children.js";
import { isIdentifier } from "./names.js";
import { spelling, spellings } from "./spelling.js";
import type { AttributeBinding, Binding, Expression, Trivia } from "./syntax.js";

/**
 * Writes `a = a;` as `inherit a;`, `a = b.a;` as `inherit (b) a;` and `(a.b).c` as `a.b.c`, everywhere
 * in an expression: what statix asks for (W03, W04, W08). In recursive sets and `let` the first means
 * something else.
 */
export function tidied(expression: Expression): Expression {
  const changed = mapChildren(expression, tidied);
  if (changed.kind === "select" && changed.fallback === undefined) {
    return { ...changed, ...select(changed.target, changed.path) };
  }
  if (changed.kind !== "attribute-set" && changed.kind !== "let") return changed;
  const recursive = changed.kind === "let" || changed.recursive;
  return {
    ...changed,
    bindings: changed.bindings.map((binding) => asInherit(binding, recursive)),
  };
}

/** One binding as an `inherit`, where it repeats its own name. */
export function asInherit(binding: Binding, recursive: boolean): Binding {
  if (binding.kind === "inherit" || binding.path.length !== 1) return binding;
  const [name] = binding.path;
  const { value } = binding;
  if (value.kind !== "identifier" && value.kind !== "select") return binding;
  if (typeof name !== "string" || !isIdentifier(name)) return binding;
  const common = {
    kind: "inherit",
    names: [name],
    ...(value.mark === undefined ? {} : { mark: value.mark }),
    ...withTrivia(joinTrivia(binding.trivia, value.trivia)),
  } as const;
  if (value.kind === "identifier") {
    // A variable with an owner comes from outside of a recursive set, as what is inherited does.
    if (value.name !== name || (recursive && value.owner === undefined)) return binding;
    const { owner, [spelling]: written } = value;
    return {
      ...common,
      ...(owner === undefined ? {} : { owner }),
      ...(written === undefined ? {} : { [spellings]: [written] }),
    };
  }
  if (value.fallback !== undefined || value.path.at(-1) !== name) return binding;
  const above = value.path.slice(0, -1);
  const from = above.length === 0 ? value.target : select(value.target, above);
  // Inside, the names of a recursive set would be taken for those of the outer one.
  if (recursive && value.target.kind === "identifier" && value.target.name === name) return binding;
  return { ...common, from };
}

/**
 * Writes `a = { b = x; };` as `a.b = x;`: for a binding whose value is a plain set with one plain
 * binding. Three bindings with the same first name, which statix wants nested (W20), cannot come of
 * it as long as names are not repeated before.
 */
export function collapse(binding: AttributeBinding): AttributeBinding {
  const { value } = binding;
  if (value.kind !== "attribute-set" || value.recursive || value.closing !== undefined) {
    return binding;
  }
  const [only] = value.bindings;
  if (value.bindings.length !== 1 || only?.kind !== "binding") return binding;
  const trivia = joinTrivia(joinTrivia(binding.trivia, value.trivia), only.trivia);
  return {
    kind: "binding",
    path: [...binding.path, ...only.path],
    value: only.value,
    ...withTrivia(trivia),
  };
}

/** The comments of two things that become one. */
export function joinTrivia(one: Trivia | undefined, other: Trivia | undefined): Trivia | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const after = [one.after, other.after].filter((text) => text !== undefined);
  const before = [...(one.before ?? []), ...(other.before ?? [])];
  return {
    ...(before.length === 0 ? {} : { before }),
    ...(after.length === 0 ? {} : { after: after.join(" ") }),
  };
}

function withTrivia(trivia: Trivia | undefined): { trivia?: Trivia } {
  return trivia === undefined ? {} : { trivia };
}
