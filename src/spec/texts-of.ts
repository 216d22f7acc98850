import { eachChild } from "../nix/children.js";
import type { AttributePath, Expression, StringPart } from "../nix/syntax.js";

/** All texts and names of attributes within an expression; what Nix puts into one is left out. */
export function textsOf(expression: Expression): readonly string[] {
  const found: string[] = [];
  const take = (parts: readonly StringPart[]): void => {
    if (parts.length > 0) found.push(parts.map(fixed).join("\0"));
  };
  const names = (path: AttributePath): void => {
    for (const name of path) {
      if (typeof name === "string") found.push(name);
      else if (name.kind === "string") take(name.parts);
    }
  };
  const visit = (one: Expression): void => {
    if (one.kind === "string" || one.kind === "path") take(one.parts);
    if (one.kind === "verbatim") {
      found.push(one.parts.map((part) => (typeof part === "string" ? part : "\0")).join(""));
    }
    if (one.kind === "attribute-set" || one.kind === "let") {
      for (const binding of one.bindings) {
        if (binding.kind === "binding") names(binding.path);
        else found.push(...binding.names);
      }
    }
    if (one.kind === "select" || one.kind === "has-attribute") names(one.path);
    eachChild(one, visit);
  };
  visit(expression);
  return found;
}

function fixed(part: StringPart): string {
  return typeof part === "string" ? part : "";
}
