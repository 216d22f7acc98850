import { parseExpression } from "./parser/expression.js";
import type { Holes } from "./parser/holes.js";
import { TokenStream } from "./parser/stream.js";
import { plainSource, type Source } from "./source.js";
import type { Expression } from "./syntax.js";

export type { Holes } from "./parser/holes.js";
export { NixSyntaxError } from "./syntax-error.js";

/**
 * Parses Nix source: the whole language of Nix 2.8 to 2.34 without experimental features.
 * Comments go to the nearest binding, list item or formal around them.
 * @throws NixSyntaxError, with an offset into the text
 */
export function parseNix(source: string | Source, holes?: Holes): Expression {
  const stream = new TokenStream(typeof source === "string" ? plainSource(source) : source, holes);
  const expression = parseExpression(stream);
  stream.expectEnd();
  return stream.withStrayComments(expression);
}
