import { isNode, type SyntaxNode } from "../origins/parse-typescript.js";
import { unwrapped } from "./nodes.js";

/** What a helper says that tests what it is given; any caller may give it an expression. */
export interface HelperHint {
  /** In place of what to write in Nix. */
  readonly instead?: string;
  /** Beside it. */
  readonly also?: string;
}

/**
 * The hint for a test of a function's own parameter: for truth, for its type, for being a list.
 * @param parents what is around the node, nearest first
 */
export function helperHint(
  text: string,
  node: SyntaxNode,
  parents: readonly SyntaxNode[],
): HelperHint | undefined {
  const name = testedName(node);
  const isParameter = parents.some(
    ({ params }) =>
      Array.isArray(params) && (params as SyntaxNode[]).some((one) => nameOf(one) === name),
  );
  if (name === undefined || !isParameter) return undefined;
  const question = `isNixExpression(${name}), imported from nixpawn`;
  const written = text.slice(node.start, node.end);
  if (!/\btypeof\b|\binstanceof\b|\bArray\.isArray\b/.test(written)) {
    return { also: `; ${question}, says whether it is one` };
  }
  const asked = `ask first whether it is one that Nix alone knows: ${question}`;
  const inner = unwrapped(node);
  return {
    instead: makesList(inner)
      ? `lib.toList(${name}) makes a list of one or many; or ${asked}`
      : asked,
  };
}

/** `isArray(x) ? x : [x]` */
function makesList({ type, consequent, alternate }: SyntaxNode): boolean {
  const isList = (one: unknown): boolean =>
    isNode(one) && unwrapped(one).type === "ArrayExpression";
  return type === "ConditionalExpression" && (isList(consequent) || isList(alternate));
}

function nameOf(parameter: SyntaxNode): unknown {
  const inner = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return isNode(inner) ? inner.name : undefined;
}

function testedName(node: SyntaxNode): string | undefined {
  const inner = unwrapped(node);
  const part = (name: string): SyntaxNode => inner[name] as SyntaxNode;
  switch (inner.type) {
    case "Identifier":
      return String(inner.name);
    case "UnaryExpression":
      return testedName(part("argument"));
    case "LogicalExpression":
      return testedName(part("left"));
    case "ConditionalExpression":
      return testedName(part("test"));
    case "BinaryExpression":
      return /^(?:instanceof|[!=]==?)$/.test(String(inner.operator))
        ? (testedName(part("left")) ?? testedName(part("right")))
        : undefined;
    case "CallExpression": {
      const [given] = inner.arguments as SyntaxNode[];
      const callee = unwrapped(part("callee"));
      const isTest = callee.type === "MemberExpression" && isNamed(callee, "Array", "isArray");
      return isTest && given !== undefined ? testedName(given) : undefined;
    }
    default:
      return undefined;
  }
}

function isNamed(member: SyntaxNode, object: string, name: string): boolean {
  const [owner, property] = [member.object as SyntaxNode, member.property as SyntaxNode];
  return owner.name === object && property.name === name;
}
