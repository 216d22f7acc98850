import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { evaluate } from "../../src/nix/program/evaluate.js";
import { root } from "../support/program.js";
import { describeWithPath } from "./support/tools.js";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly version: string;
};

/** The outputs, as Nix with flakes calls them, with a nixpkgs whose packages are what they are made from. */
const outputs = `
  let
    flake = import ${join(root, "flake.nix")};
    nixpkgs = {
      lib = import <nixpkgs-lib/lib>;
      legacyPackages.x86_64-linux = {
        buildNpmPackage = package: removeAttrs package [ "src" "meta" ];
        importNpmLock = { __functor = _self: { npmRoot }: toString npmRoot; npmConfigHook = "hook"; };
      };
    };
    self = flake.outputs { inherit self nixpkgs; };
  in {
    modules = builtins.mapAttrs (_name: toString) self.nixosModules;
    package = self.packages.x86_64-linux.default;
    systems = builtins.attrNames self.packages;
    checks = builtins.attrNames self.checks.x86_64-linux;
  }`;

interface Outputs {
  readonly modules: Readonly<Record<string, string>>;
  readonly package: unknown;
  readonly systems: readonly string[];
  readonly checks: readonly string[];
}

describeWithPath("nixpkgs-lib/lib")("the flake", () => {
  test("has the modules, the program and its checks", async () => {
    const found = await evaluate<Outputs>({ expression: outputs });
    expect(Object.keys(found.modules)).toEqual(["default", "guest", "systemd-containers"]);
    for (const path of Object.values(found.modules)) expect(existsSync(path)).toBe(true);
    expect(found.modules.default).toBe(found.modules["systemd-containers"]);
    expect(found.package).toEqual({
      pname: "nixpawn",
      version: manifest.version,
      npmDeps: root.replace(/\/$/, ""),
      npmConfigHook: "hook",
    });
    expect(found.systems).toEqual(["aarch64-linux", "x86_64-linux"]);
    expect(found.checks).toEqual(["host", "package"]);
  });
});
