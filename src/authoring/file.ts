import { nixExpression, type NixExpression } from "../nix/value.js";
import { callSite } from "./call-site.js";

/**
 * A file of the repository, as a Nix path: a NixOS module in `config` or `imports`, a source
 * elsewhere. `path` is relative to the file that calls this, or absolute; the generated module
 * holds it relative to itself.
 */
export function file(path: string): NixExpression {
  const site = callSite(file);
  return Object.freeze({ [nixExpression]: { kind: "file", path, site } as const });
}
