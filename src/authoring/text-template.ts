import { numberProblem } from "../nix/number.js";
import { textLines } from "../nix/text-lines.js";
import { isNixExpression, nixExpression, type NixExpression, type NixValue } from "../nix/value.js";
import { valueInWords } from "../nix/value-in-words.js";
import { NP014 } from "../problems/codes/config.js";
import { NP059 } from "../problems/codes/definition.js";
import { NP302, NP309 } from "../problems/codes/expressions.js";
import type { Problem } from "../problems/problem.js";
import { callSite } from "./call-site.js";
import { opaque } from "./opaque.js";
import { SiteError } from "./site-error.js";
import { requireTemplate } from "./template-strings.js";

/**
 * Text of several lines, without the indentation that they have in TypeScript: text`…`.
 *
 * As in Nix's ''…'' strings, a first line without text is left out, the indentation that all lines
 * share is taken off, and a last line of blanks is emptied. Escapes are TypeScript's own. A string, a
 * number or another such text in `${…}` becomes part of the text as it is; any other Nix expression
 * becomes Nix's `${…}`.
 * @returns a string, or a Nix expression where one of the values is one
 * @throws SiteError NP059 when it is called as a function, or an escape means nothing; NP302, NP309
 *   for a value that has no text; NP014 for more parts than can be printed
 */
export function text(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | bigint)[]
): string;
export function text(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | bigint | NixExpression)[]
): NixExpression;
export function text(
  strings: TemplateStringsArray,
  ...values: readonly NixValue[]
): string | NixExpression {
  const site = callSite(text);
  const refuse = (problem: Problem): never => {
    throw new SiteError(problem, site);
  };
  requireTemplate("text", strings, site);
  if ((strings as readonly unknown[]).includes(undefined)) {
    refuse(NP059.escape());
  }
  const parts = textLines(strings.raw).flatMap((part): Part | readonly Part[] => {
    if (typeof part === "string") return part;
    const value: unknown = values[part.hole];
    if (typeof value === "string" || typeof value === "bigint") return String(value);
    if (isNixExpression(value)) return partsOf(value);
    if (typeof value !== "number") {
      return refuse(NP309.inText({ what: valueInWords(value) }));
    }
    if (Number.isFinite(value)) return String(value);
    return refuse(NP302.inText({ what: numberProblem(value) ?? "no number" }));
  });
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  if (parts.length > mostParts) {
    refuse(NP014.parts({ most: mostParts }));
  }
  return opaque({ kind: "text", parts, site });
}

/** What a text consists of. */
type Part = string | NixExpression;

/** Far more than any text has: one that is put into itself again and again has no other end. */
const mostParts = 100_000;

/** A text in a text is part of it; it is not to be one `${…}` in another, level by level. */
function partsOf(value: NixExpression): readonly Part[] {
  const source = value[nixExpression];
  return source.kind === "text" ? source.parts : [value];
}
