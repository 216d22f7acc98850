import { eachChild } from "./children.js";
import type { AttributeName, Expression, StringPart } from "./syntax.js";

/** Stands in a text for what Nix puts there. */
export const hole = "\0";

/** All texts and names in an expression, as Nix sees them. */
export function textsOf(root: Expression): Set<string> {
  const found = new Set<string>();
  const left = [root];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    for (const text of textsRightIn(one)) found.add(text);
    eachChild(one, (child) => left.push(child));
  }
  return found;
}

function textsRightIn(expression: Expression): readonly string[] {
  const { kind } = expression;
  if (kind === "string" || kind === "path") return [joined(expression.parts)];
  if (kind === "file" || kind === "search-path") return [expression.path];
  if (kind === "verbatim") return expression.parts.filter((part) => typeof part === "string");
  if (kind === "select" || kind === "has-attribute") return expression.path.flatMap(nameAsText);
  if (kind !== "attribute-set" && kind !== "let") return [];
  return expression.bindings.flatMap((one) =>
    one.kind === "inherit" ? one.names : one.path.flatMap(nameAsText),
  );
}

function nameAsText(name: AttributeName): readonly string[] {
  if (typeof name === "string") return [name];
  return name.kind === "string" ? [joined(name.parts)] : [];
}

function joined(parts: readonly StringPart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : hole)).join("");
}
