import type { CallSite } from "../nix/value.js";
import { SiteError } from "./site-error.js";
import { NP059 } from "../problems/codes/definition.js";

/**
 * Makes sure that a tag was called by a template.
 * @throws SiteError NP059 when it was called as a function
 */
export function requireTemplate(
  tag: "nix" | "text",
  strings: unknown,
  site: CallSite | undefined,
): void {
  if (Array.isArray(strings) && "raw" in strings && Array.isArray(strings.raw)) return;
  throw new SiteError(NP059.template({ tag }), site);
}
