import type { SyntaxNode } from "../origins/parse-typescript.js";
import { isNeverExpression, unwrapped } from "./nodes.js";

/*
 * Which tests ask whether a value is there, rather than what it is: those may be asked of a variable
 * that may hold a Nix expression.
 */

/** `undefined`, `void 0`, `null`, `true` or `false`: compared with it, a value is tested for being there. */
export function isPresenceConstant(node: SyntaxNode): boolean {
  const inner = unwrapped(node);
  if (inner.type === "Identifier") return inner.name === "undefined";
  if (inner.type === "UnaryExpression") return inner.operator === "void";
  return (
    inner.type === "Literal" &&
    (inner.value === null || typeof inner.value === "boolean") &&
    !("regex" in inner)
  );
}

/**
 * A comparison that no reference passes, whatever it will be. One with `false` that compares no
 * numbers may ask whether a condition left something out (`flag && pkgs.x`).
 */
export function isTruthTest(operator: string, ...sides: readonly SyntaxNode[]): boolean {
  return sides.some((one) => isBoolean(one) && (operator.length === 2 || isTrue(one)));
}

export function isBoolean(operand: SyntaxNode): boolean {
  const inner = unwrapped(operand);
  return inner.type === "Literal" && typeof inner.value === "boolean";
}

function isTrue(operand: SyntaxNode): boolean {
  return unwrapped(operand).value === true;
}

/** A test that is TypeScript's own business, whatever stands beside it. */
export function isPlainTest(node: SyntaxNode): boolean {
  if (node.type === "Identifier") return true;
  if (node.type === "UnaryExpression") return isPlainTest(unwrapped(node.argument as SyntaxNode));
  if (node.type !== "BinaryExpression") return isNeverExpression(node);
  return [node.left, node.right].some((one) => {
    const side = unwrapped(one as SyntaxNode);
    return (
      isPresenceConstant(side) || (side.type === "UnaryExpression" && side.operator === "typeof")
    );
  });
}

/** Both negations of `list.filter((one) => !!one)`, which leaves out what is absent. */
export function presenceTests(call: SyntaxNode): readonly SyntaxNode[] {
  const [test] = call.arguments as SyntaxNode[];
  if (test?.type !== "ArrowFunctionExpression") return [];
  const [item] = test.params as SyntaxNode[];
  const outer = unwrapped(test.body as SyntaxNode);
  const isNot = ({ type, operator }: SyntaxNode): boolean =>
    type === "UnaryExpression" && operator === "!";
  if (!isNot(outer)) return [];
  const inner = unwrapped(outer.argument as SyntaxNode);
  if (!isNot(inner)) return [];
  const asked = unwrapped(inner.argument as SyntaxNode);
  const isItem = item?.type === "Identifier" && asked.type === "Identifier";
  return isItem && item.name === asked.name ? [outer, inner] : [];
}

/**
 * What the names of types that a `typeof` is compared with ask for; undefined where they ask nothing
 * that a reference could answer otherwise (`typeof x === "undefined"`).
 */
export function askedType(names: readonly SyntaxNode[]): string | undefined {
  const texts = names.map(({ type, value }) => (type === "Literal" ? String(value) : "unknown"));
  const asked = texts.filter((one) => one !== "undefined" && one !== "symbol");
  if (asked.length === 0) return texts.length === 0 ? "unknown" : undefined;
  return asked.every((one) => /^(?:string|number|bigint|boolean)$/.test(one)) ? "text" : "unknown";
}

/** A class of the language whose instances Nix has in its own way. */
export function isAnsweredByNix({ type, name }: SyntaxNode): boolean {
  return (
    type === "Identifier" && /^(?:Array|Boolean|Function|Number|Object|String)$/.test(String(name))
  );
}
