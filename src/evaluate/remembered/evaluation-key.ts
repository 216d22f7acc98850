import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { programVersion } from "../../version.js";
import { checkExpression, hostOptions, type CheckRequest } from "../check-request.js";
import type { Dependencies } from "./evaluation-dependencies.js";
import { fingerprint } from "./fingerprint.js";

/** What the results of all containers of one run depend on. */
export interface EvaluationContext {
  readonly nixVersion: string;
  /** The platform: "x86_64-linux". */
  readonly system: string;
  /** Path of the nixpkgs. */
  readonly nixpkgs: string;
  /** What names its content for good (trusted-nixpkgs.ts). */
  readonly nixpkgsIdentity: string;
}

/** Everything that the result of an evaluation depends on, as one text. */
export function evaluationKey(
  request: CheckRequest,
  context: EvaluationContext,
  dependencies: Dependencies & { known: true },
): string {
  const parts = {
    program: programVersion,
    expression: fingerprint(checkExpression()),
    request,
    hostOptions,
    context,
    files: [...dependencies.files],
    settings: nixSettings(),
  };
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Settings of Nix that could change what an evaluation gives, wherever they are made. */
function nixSettings(): unknown {
  const variables = Object.entries(process.env).filter(([name]) =>
    /^(?:NIX|NIXOS|NIXPKGS)_/.test(name),
  );
  const folder = process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config");
  const files = ["/etc/nix/nix.conf", join(folder, "nix", "nix.conf")].map((file) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  });
  return { variables: variables.sort(([a], [b]) => (a < b ? -1 : 1)), files };
}
