import type { LogEntry } from "../program/log.js";
import type { NixFailure } from "./failure.js";

/** A derivation that could not be built. */
export interface BuildFailure {
  /** "/nix/store/…-web.drv" */
  readonly derivation: string;
  /** Of the derivation, without its hash: "nginx-1.26.0". */
  readonly name: string;
  /** In Nix's words: "builder failed with exit code 1". */
  readonly reason: string;
  /** The last lines that its builder printed. */
  readonly log: readonly string[];
}

/** So many lines of a build's log are kept. */
const tailLines = 25;

/** What Nix 2.8 to 2.34 says of a build. Groups: `drv`, and `reason` where it is not all of it. */
const sentences: readonly RegExp[] = [
  /^builder for '(?<drv>.*?\.drv)' (?<reason>failed [^;\n]*)/,
  /^Cannot build '(?<drv>.*?\.drv)'\.\nReason: (?<reason>[^]*?)\.?(?:\nOutput paths:[^]*)?$/,
  /^(?:hash mismatch|ca hash mismatch) in fixed-output derivation '(?<drv>.*?\.drv)'/,
  /is required to build '(?<drv>.*?\.drv)', but I am/,
];

/** Only follows from the failure of another derivation. */
const consequence =
  /^\d+ dependenc(?:y|ies) of derivation '.*' failed to build|^build of .* failed|\nReason: \d+ dependenc(?:y|ies) failed/;

/**
 * The builds that failed in a run of Nix, without those that only waited for them.
 * @param failures all that Nix complained of
 * @param entries its log, in the JSON format: the other one does not tell whose a line is
 */
export function buildFailures(
  failures: readonly NixFailure[],
  entries: readonly LogEntry[],
): readonly BuildFailure[] {
  const found = new Map<string, BuildFailure>();
  for (const { message } of failures) {
    if (consequence.test(message)) continue;
    const words = sentences.map((one) => one.exec(message)).find((one) => one !== null)?.groups;
    const { drv, reason = message } = words ?? {};
    if (drv === undefined || found.has(drv)) continue;
    found.set(drv, {
      derivation: drv,
      name: derivationName(drv),
      reason: reason.startsWith("failed") ? `builder ${reason}` : reason,
      log: tailOf(entries, drv),
    });
  }
  return [...found.values()];
}

/** "/nix/store/<hash>-nginx-1.26.0.drv" is nginx-1.26.0; the same for an output. */
export function derivationName(path: string): string {
  return path.replace(/^.*\/[a-z0-9]{32}-/, "").replace(/\.drv$/, "");
}

function tailOf(entries: readonly LogEntry[], drv: string): readonly string[] {
  return entries
    .filter((one) => one.kind === "build-line" && one.derivation === drv)
    .slice(-tailLines)
    .map(({ text }) => text);
}
