import type { CallSite } from "../nix/value.js";
import { SiteError } from "./site-error.js";

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
  throw new SiteError(
    {
      code: "NP059",
      severity: "error",
      message: `\`${tag}\` is no function: the text comes in a template right after it`,
      hint: `write ${tag}\`…\`, with backquotes and without parentheses`,
    },
    site,
  );
}
