import { isNode, type SyntaxNode } from "../origins/parse-typescript.js";

/** An expression without the parentheses and types around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  for (;;) {
    const next =
      /^(?:Chain|Parenthesized|TSAs|TSInstantiation|TSNonNull|TSSatisfies)Expression$|^TSTypeAssertion$/.test(
        inner.type,
      )
        ? inner.expression
        : undefined;
    if (!isNode(next)) return inner;
    inner = next;
  }
}

/** What gives a value of TypeScript's own, whatever it is made of. */
export function isNeverExpression(node: SyntaxNode): boolean {
  if (node.type === "UnaryExpression") return node.operator !== "await";
  return /^(?:Literal|TemplateLiteral|ObjectExpression|ArrayExpression|FunctionExpression|ArrowFunctionExpression|ClassExpression|BinaryExpression|UpdateExpression|Super|MetaProperty|PrivateIdentifier|JSXElement|JSXFragment)$/.test(
    node.type,
  );
}

/** A text as it is written. */
export function isText(node: SyntaxNode): boolean {
  return (
    node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string")
  );
}

/** The name after a dot; undefined for what stands in brackets, or is private. */
export function nameOfMember(node: SyntaxNode): string | undefined {
  const property = node.property as SyntaxNode;
  return node.computed !== true && property.type === "Identifier"
    ? String(property.name)
    : undefined;
}

/** The nearest link (`?.`) by which leaving a chain early (`a?.b`) leaves what is around this, too. */
export function chainLink(node: SyntaxNode): SyntaxNode | undefined {
  let inner: unknown = node;
  while (isNode(inner)) {
    if (inner.optional === true) return inner;
    switch (inner.type) {
      case "MemberExpression":
        inner = inner.object;
        break;
      case "CallExpression":
        inner = inner.callee;
        break;
      case "TSNonNullExpression":
        inner = inner.expression;
        break;
      case "TaggedTemplateExpression":
        inner = inner.tag;
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}
