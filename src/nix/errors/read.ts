import type { NixFailure } from "./failure.js";

/**
 * Reads what Nix printed when it failed.
 * @param stderr all that it wrote to its standard error
 */
export function readNixFailure(stderr: string): readonly NixFailure[] {
  const message = /^error: (?<message>[^]*?)(?:\n\s*\n|\n\s+at |$)/m.exec(stderr)?.groups?.message;
  return [{ kind: "other", message: message ?? stderr.trim(), positions: [], raw: stderr }];
}
