import { mapChildren } from "./children.js";
import type { Binding, Expression, LambdaExpression } from "./syntax.js";

/**
 * Names that every Nix expression sees. Those that start with `__` (`__curPos`, `__head`) are left
 * out: all of them belong to Nix.
 */
const globals: ReadonlySet<string> = new Set([
  "abort",
  "baseNameOf",
  "break",
  "builtins",
  "derivation",
  "derivationStrict",
  "dirOf",
  "false",
  "fetchGit",
  "fetchMercurial",
  "fetchTarball",
  "fetchTree",
  "fromTOML",
  "import",
  "isNull",
  "map",
  "null",
  "placeholder",
  "removeAttrs",
  "scopedImport",
  "throw",
  "toString",
  "true",
]);

/** The arguments NixOS gives to every module. */
const moduleArguments: ReadonlySet<string> = new Set([
  "config",
  "lib",
  "modulesPath",
  "options",
  "pkgs",
]);

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/**
 * The names an expression uses but does not define, in the order of their first use. Nix's own
 * names do not count. Below `with`, a name may come from the set, which is not known: there only
 * the arguments of NixOS modules (config, lib, modulesPath, options, pkgs) count, since a name that
 * is bound around the `with` always wins over the set.
 */
export function freeVariables(expression: Expression): Set<string> {
  const found = new Set<string>();
  visit(expression, undefined, false, found);
  return found;
}

function visit(
  expression: Expression,
  scope: Scope | undefined,
  below: boolean,
  found: Set<string>,
): void {
  const go = (one: Expression, inner = scope, belowWith = below): Expression => {
    visit(one, inner, belowWith, found);
    return one;
  };
  if (expression.kind === "identifier") {
    use(expression.name, scope, below, found);
  } else if (expression.kind === "list") {
    for (const item of expression.items) visit(item, scope, below, found);
  } else if (expression.kind === "string") {
    for (const part of expression.parts) if (typeof part !== "string") go(part.expression);
  } else if (expression.kind === "attribute-set" || expression.kind === "let") {
    const recursive = expression.kind === "let" || expression.recursive;
    const inner = recursive ? { names: boundNames(expression.bindings), outer: scope } : scope;
    for (const binding of expression.bindings) {
      if (binding.kind === "inherit" && binding.from === undefined) {
        // These names come from outside, even in a recursive set.
        for (const name of binding.names) use(name, scope, below, found);
      }
    }
    for (const binding of expression.bindings) visitBinding(binding, (one) => go(one, inner));
    if (expression.kind === "let") go(expression.body, inner);
  } else if (expression.kind === "lambda") {
    const inner = { names: parameterNames(expression), outer: scope };
    mapChildren(expression, (one) => go(one, inner));
  } else if (expression.kind === "with") {
    go(expression.scope);
    go(expression.body, scope, true);
  } else {
    // What a word of unknown syntax means is not known: as below `with`.
    if (expression.kind === "verbatim") {
      for (const word of expression.words) use(word, scope, true, found);
    }
    mapChildren(expression, (one) => go(one));
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

function use(name: string, scope: Scope | undefined, below: boolean, found: Set<string>): void {
  for (let at = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return;
  if (globals.has(name) || name.startsWith("__")) return;
  if (!below || moduleArguments.has(name)) found.add(name);
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
