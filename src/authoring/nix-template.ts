import type { NixExpression, NixValue } from "../nix/value.js";
import { callSite } from "./call-site.js";
import { opaque } from "./opaque.js";
import { SiteError } from "./site-error.js";

/**
 * Nix source in place of a value: nix`pkgs.hello.overrideAttrs (old: { doCheck = false; })`.
 *
 * Every `${value}` is a Nix literal of that value, never text, so nothing in it can break out;
 * inside a Nix string it is that string's text, or an antiquotation for a Nix expression. The text
 * is taken as written (`\n` is Nix's escape); write `\${` for Nix's own `${`.
 * @throws SiteError NP059 when it is called as a function
 */
export function nix(strings: TemplateStringsArray, ...values: readonly NixValue[]): NixExpression {
  const site = callSite(nix);
  if (!isTemplate(strings)) {
    throw new SiteError(
      {
        code: "NP059",
        severity: "error",
        message: "`nix` is no function: the text comes in a template right after it",
        hint: "write nix`…`, with backquotes and without parentheses",
      },
      site,
    );
  }
  return opaque({ kind: "fragment", strings, values, site });
}

function isTemplate(strings: unknown): boolean {
  return Array.isArray(strings) && "raw" in strings && Array.isArray(strings.raw);
}
