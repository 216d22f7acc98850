import type { NixExpression, NixValue } from "../nix/value.js";
import { callSite } from "./call-site.js";
import { opaque } from "./opaque.js";
import { requireTemplate } from "./template-strings.js";

/**
 * Nix source in place of a value: nix`pkgs.hello.overrideAttrs (old: { doCheck = false; })`.
 *
 * Every `${value}` is a Nix literal of that value, never text, so nothing in it can break out;
 * inside a Nix string it is that string's text, or an antiquotation for a Nix expression. It may be
 * an expression, the name of an attribute or a part of a string; nothing but operators and brackets
 * may touch it: `pkgs."python${3}"`, not `pkgs.python${3}`.
 *
 * The text is taken as written (`\n` is Nix's escape); write `\${` for Nix's own `${`. The text
 * `${HOME}` is `\$\{HOME}` in "…" and `''\${HOME}` in ''…'' (docs/nix.md).
 * @throws SiteError NP059 when it is called as a function
 */
export function nix(strings: TemplateStringsArray, ...values: readonly NixValue[]): NixExpression {
  const site = callSite(nix);
  requireTemplate("nix", strings, site);
  return opaque({ kind: "fragment", strings, values, site });
}
