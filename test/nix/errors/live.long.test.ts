import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { readNixFailure } from "../../../src/nix/errors/read.js";
import { nixVersion, type NixVersion } from "../../../src/nix/program/version.js";
import { describeWith } from "../support/tools.js";
import { cases } from "./support/cases.js";
import { core, innermostPlace } from "./support/core.js";
import { expectations } from "./support/expectations.js";
import { runCase } from "./support/run-case.js";

/** A whole NixOS takes seconds for each; these two stand for them. */
const slow = new Set(["old-option-wrong-type", "old-missing-package"]);

function isThere(path: string | undefined): boolean {
  if (path === undefined) return true;
  return spawnSync("nix-instantiate", ["--find-file", path], { stdio: "ignore" }).status === 0;
}

describeWith("nix-instantiate")("what the Nix on PATH prints", () => {
  let version: NixVersion;
  beforeAll(async () => {
    version = await nixVersion();
  });

  const paths = [undefined, "nixpkgs-lib/lib", "nixpkgs/nixos"];
  for (const path of paths) {
    const suite = isThere(path) ? describe : describe.skip;
    suite(path === undefined ? "alone" : `with <${path}>`, () => {
      const ofPath = cases.filter(
        ({ name, needs }) => needs === path && (path !== "nixpkgs/nixos" || slow.has(name)),
      );
      test.each(ofPath)("$name", async (one) => {
        if ((one.since ?? 0) > version.minor) return;
        const failures = readNixFailure(await runCase(one, "json-trace"));
        const expected = expectations[one.name];
        expect(core(failures)).toEqual(expected?.failures);
        if (one.traced === true) {
          expect(innermostPlace(failures)).toBe(expected?.places[version.minor < 20 ? 0 : 1]);
        }
      });
    });
  }
});
