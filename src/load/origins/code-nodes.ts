import { isNode, nodesOf, type SyntaxNode } from "./parse-typescript.js";

/** Parts of nodes that hold types, or must stay as the bundler knows them. */
const leftAlone = new Set([
  "attributes",
  "implements",
  "returnType",
  "superTypeArguments",
  "typeAnnotation",
  "typeArguments",
  "typeParameters",
]);

/** Nodes of TypeScript that hold code; all others are types. */
const withCode = new Set([
  "TSAsExpression",
  "TSExportAssignment",
  "TSInstantiationExpression",
  "TSModuleBlock",
  "TSModuleDeclaration",
  "TSNonNullExpression",
  "TSParameterProperty",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

/** Whether a node runs, rather than being a type or a declaration of what is elsewhere. */
export function isCode(node: SyntaxNode): boolean {
  return node.declare !== true && (!node.type.startsWith("TS") || withCode.has(node.type));
}

/** The nodes right below a node whose text may be replaced by a call. */
export function codeBelow(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key in node) {
    const value = node[key];
    if (typeof value !== "object" || leftAlone.has(key) || isBare(node, key, value)) continue;
    for (const child of nodesOf(key, value)) {
      // A shorthand property holds the same node twice.
      const before = children.at(-1);
      if (before?.start !== child.start || before.end !== child.end) children.push(child);
    }
  }
  return children;
}

/** Visits every node that runs and whose text may be replaced by a call, outer ones first. */
export function visitCode(node: SyntaxNode, enter: (node: SyntaxNode) => void): void {
  if (!isCode(node)) return;
  enter(node);
  for (const child of codeBelow(node)) visitCode(child, enter);
}

/** What a call in its place would change the meaning of. */
function isBare(node: SyntaxNode, key: string, value: unknown): boolean {
  if (node.type === "ImportExpression") return key === "options";
  // `new` would take the first call in what it makes an instance of for its own.
  if (node.type !== "NewExpression" || key !== "callee" || !isNode(value)) return false;
  return !/^(?:Parenthesized|Class|Function)Expression$/.test(value.type);
}
