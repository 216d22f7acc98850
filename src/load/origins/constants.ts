import { isNode, walk, type SyntaxNode } from "./parse-typescript.js";
import type { Range } from "./sites.js";

/** Constants of a file with a literal as their value, if no other declaration has their name. */
export function constantsOf(program: SyntaxNode): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>();
  const ambiguous = new Set<string>();
  const declare = (name: string, value: unknown): void => {
    if (found.has(name)) ambiguous.add(name);
    const isLiteral =
      isNode(value) && /^(?:Literal|TemplateLiteral|UnaryExpression)$/.test(value.type);
    if (isLiteral) found.set(name, [value.start, value.end]);
    else ambiguous.add(name);
  };
  walk(program, (node) => {
    if (node.type === "VariableDeclarator" && isNode(node.id) && typeof node.id.name === "string") {
      declare(node.id.name, node.init);
    }
    for (const one of Array.isArray(node.params) ? (node.params as SyntaxNode[]) : []) {
      if (typeof one.name === "string") ambiguous.add(one.name);
    }
    return true;
  });
  for (const name of ambiguous) found.delete(name);
  return found;
}
