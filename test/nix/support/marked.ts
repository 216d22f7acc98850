import { mapChildren } from "../../../src/nix/children.js";
import type { Expression } from "../../../src/nix/syntax.js";

/** The tree with a mark of its own, a number, on every expression; and the expression by number. */
export function marked(expression: Expression): { tree: Expression; values: Expression[] } {
  const values: Expression[] = [];
  const visit = (one: Expression): Expression => {
    const number = values.push(one) - 1;
    return { ...mapChildren(one, visit), mark: [number] };
  };
  return { tree: visit(expression), values };
}
