import { randomBytes } from "node:crypto";

/** For builds in tests: no sandbox, no group of builders, nothing fetched. */
export const buildSettings = {
  NIX_CONFIG: ["build-users-group =", "sandbox = false", "substituters ="].join("\n"),
};

/** A derivation that /bin/sh builds, in Nix. `script` is the text of a ''…'' string. */
export function shellDerivation(name: string, script: string): string {
  return `derivation {
    name = "${name}";
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-c" ''${script}'' ];
  }`;
}

/** A word that no other run has used, so that nothing is built already. */
export function freshWord(): string {
  return randomBytes(8).toString("hex");
}
