import { expect, test } from "@jest/globals";
import { featureFlags, printsExactFloats } from "../../../src/nix/program/dialect.js";
import { parseNixVersion } from "../../../src/nix/program/version.js";

test("features are allowed in one flag, and without any there is none", () => {
  expect(featureFlags([])).toEqual([]);
  expect(featureFlags(["nix-command", "flakes"])).toEqual([
    "--extra-experimental-features",
    "nix-command flakes",
  ]);
});

test.each([
  ["nix (Nix) 2.8.0", false],
  ["nix (Nix) 2.11.1", false],
  ["nix (Nix) 2.12.0", true],
  ["nix (Nix) 3.0.0", true],
  ["nix (Lix, like Nix) 2.91.1", true],
])("exact floats: %s", (output, exact) => {
  const version = parseNixVersion(output);
  expect(version && printsExactFloats(version)).toBe(exact);
});
