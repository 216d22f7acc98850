import { parseExpression } from "./parser/expression.js";
import type { Holes } from "./parser/holes.js";
import { TokenStream } from "./parser/stream.js";
import { holeCharacter, plainSource, type Source } from "./source.js";
import { NixSyntaxError } from "./syntax-error.js";
import type { Expression } from "./syntax.js";
import { badCharacter } from "./text-problem.js";

export type { Holes } from "./parser/holes.js";
export { NixSyntaxError } from "./syntax-error.js";

/**
 * Parses Nix source: the whole language of Nix 2.8 to 2.34 without experimental features.
 * Comments go to the nearest binding, list item or formal around them.
 * @param depth how many levels of syntax will be around it, since the whole has a limit
 * @throws NixSyntaxError, with an offset into the text
 */
export function parseNix(source: string | Source, holes?: Holes, depth = 0): Expression {
  const whole = typeof source === "string" ? plainSource(source) : source;
  checkCharacters(whole);
  const stream = new TokenStream(whole, holes, depth);
  const expression = parseExpression(stream);
  stream.expectEnd();
  return stream.withStrayComments(expression);
}

/** Strings and comments take any character, so those that no file of Nix can have are found first. */
function checkCharacters({ text, holes }: Source): void {
  let start = 0;
  for (const end of [...holes.keys(), text.length]) {
    const found = badCharacter(text.slice(start, end));
    if (found !== undefined) {
      throw new NixSyntaxError(`there is ${found.problem}`, start + found.offset);
    }
    start = end + holeCharacter.length;
  }
}
