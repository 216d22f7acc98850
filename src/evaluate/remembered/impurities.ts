import { mapChildren } from "../../nix/children.js";
import type { AttributeName, Expression } from "../../nix/syntax.js";

/**
 * Functions whose result depends on more than the files that an evaluation may read and that Nix
 * does not refuse in restricted mode (nix.conf(5), restrict-eval): the environment, the clock, what
 * exists. Reading and fetching is refused.
 */
const impure: ReadonlySet<string> = new Set([
  "currentTime",
  "exec",
  "findFile",
  "getEnv",
  "nixPath",
  // Quietly false for what may not be read.
  "pathExists",
]);

/**
 * The first thing in an expression that makes its value depend on more than files: what it is, or
 * undefined. `<nixpkgs>` is the nixpkgs that is evaluated with, so it is no such thing.
 */
export function firstImpurity(expression: Expression): string | undefined {
  let found: string | undefined;
  const visit = (one: Expression): Expression => {
    found ??= impurityOf(one);
    return found === undefined ? mapChildren(one, visit) : one;
  };
  visit(expression);
  return found;
}

function impurityOf(expression: Expression): string | undefined {
  if (expression.kind === "identifier") return impureName(expression.name);
  if (expression.kind === "select" || expression.kind === "has-attribute") {
    const { path, target } = expression;
    return path.map((name) => nameOf(name, target)).find((name) => name !== undefined);
  }
  if (expression.kind === "attribute-set" || expression.kind === "let") {
    const inherited = expression.bindings.flatMap((one) =>
      one.kind === "inherit" ? one.names : [],
    );
    return inherited.map(impureName).find((name) => name !== undefined);
  }
  if (expression.kind === "search-path") {
    return /^nixpkgs(?:\/|$)/.test(expression.path) ? undefined : `<${expression.path}>`;
  }
  if (expression.kind === "path") {
    const [first] = expression.parts;
    const inHome = typeof first === "string" && first.startsWith("~");
    return inHome ? "a path in the home folder" : undefined;
  }
  return expression.kind === "verbatim" ? "syntax that nixpawn does not know" : undefined;
}

/** A name that is worked out can be any, but only of `builtins` is one of them impure. */
function nameOf(name: AttributeName, target: Expression): string | undefined {
  if (typeof name === "string") return impureName(name);
  return target.kind === "identifier" && target.name === "builtins" ? "builtins.${…}" : undefined;
}

function impureName(name: string): string | undefined {
  const plain = name.startsWith("__") ? name.slice(2) : name;
  return impure.has(plain) ? plain : undefined;
}
