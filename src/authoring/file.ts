import { describeValue } from "../nix/describe-value.js";
import type { NixExpression } from "../nix/value.js";
import { callSite } from "./call-site.js";
import { opaque } from "./opaque.js";
import { SiteError } from "./site-error.js";
import { NP059 } from "../problems/codes/definition.js";

/**
 * A file of the repository, as a Nix path: a NixOS module in `config` or `imports`, a source
 * elsewhere. `path` is relative to the file that calls this, or absolute; the generated module
 * holds it relative to itself.
 * @throws SiteError NP059 when it is no path
 */
export function file(path: string): NixExpression {
  const site = callSite(file);
  const given: unknown = path;
  if (typeof given !== "string" || given === "" || given.includes("\0")) {
    const what = typeof given === "string" ? JSON.stringify(given) : describeValue(given).what;
    throw new SiteError(NP059.file({ what }), site);
  }
  return opaque({ kind: "file", path, site });
}
