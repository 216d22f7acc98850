import { nixExpression, type ExpressionSource, type NixExpression } from "../nix/value.js";

const deepest = 250;

/**
 * Puts Nix expressions in the place of `{ "$nix": "pkgs.curl" }` and `{ "$file": "./web.nix" }`,
 * as a JSON config writes them, anywhere in a value. Changes the value itself, so that what is
 * known of where its objects were written stays true.
 * @returns the value, or the expression that stands for it
 */
export function withJsonExpressions(value: unknown, depth = 0): unknown {
  // What is nested deeper is refused as a whole.
  if (typeof value !== "object" || value === null || depth > deepest) return value;
  const expression = expressionOf(value);
  if (expression !== undefined) return expression;
  for (const [key, inner] of Object.entries(value)) {
    const replaced = withJsonExpressions(inner, depth + 1);
    // Assigning to `__proto__` would set the prototype.
    if (replaced !== inner) Object.defineProperty(value, key, { value: replaced });
  }
  return value;
}

function expressionOf(value: object): NixExpression | undefined {
  const [entry, ...others] = Object.entries(value) as [string, unknown][];
  if (entry === undefined || others.length > 0 || Array.isArray(value)) return undefined;
  const [key, text] = entry;
  if (typeof text !== "string") return undefined;
  if (key === "$file") return expression({ kind: "file", path: text, site: undefined });
  if (key !== "$nix") return undefined;
  const strings = Object.assign([text], { raw: [text] });
  return expression({ kind: "fragment", strings, values: [], site: undefined });
}

function expression(source: ExpressionSource): NixExpression {
  return Object.freeze({ [nixExpression]: source });
}
