import { isAtLeast, type NixVersion } from "./version.js";

/*
 * Where versions of Nix differ, and what all of them share only by chance. Messages differ, too:
 * src/nix/errors reads those of all versions, whichever wrote them.
 */

/** Features that must be allowed before they are used, by the names of nix.conf. */
export type ExperimentalFeature = "nix-command" | "flakes";

/** Allows features for one call, whatever nix.conf says. */
export function featureFlags(features: readonly ExperimentalFeature[]): readonly string[] {
  return features.length === 0 ? [] : ["--extra-experimental-features", features.join(" ")];
}

/**
 * Asks for the log as one JSON document a line, where a message is whole and a line of a build
 * names its derivation. Every program of Nix has it since 2.4.
 */
export const logFlags: readonly string[] = ["--log-format", "internal-json"];

/**
 * Whether JSON has all digits of a float. Before 2.12 it has six of them, and `inf` and `nan`
 * where JSON has no word for them (NixOS/nix#7313).
 */
export function printsExactFloats(version: NixVersion): boolean {
  return version.implementation === "Lix" || isAtLeast(version, 2, 12);
}
