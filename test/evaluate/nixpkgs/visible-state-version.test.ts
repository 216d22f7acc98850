import { expect, test } from "@jest/globals";
import { visibleStateVersion } from "../../../src/evaluate/nixpkgs/visible-state-version.js";

const sure = (version: string) => ({ version, isCertain: true });

test.each([
  ['{ system.stateVersion = "21.05"; }', sure("21.05")],
  ['{ ... }: { system = { stateVersion = "21.05"; }; }', sure("21.05")],
  ['{ lib, ... }: { config.system.stateVersion = lib.mkForce "21.05"; }', sure("21.05")],
  [
    '{ lib, ... }: with lib; let a = 1; in { system.stateVersion = mkDefault "21.05"; }',
    sure("21.05"),
  ],
  [
    '{ imports = [ { system.stateVersion = "20.09"; } ]; system.stateVersion = lib.mkDefault "21.05"; }',
    sure("20.09"),
  ],
  ['{ imports = [ ./a.nix ]; system.stateVersion = "21.05"; }', sure("21.05")],
  [
    '{ imports = [ ./a.nix ]; system.stateVersion = lib.mkDefault "21.05"; }',
    { version: "21.05", isCertain: false },
  ],
  ['{ imports = [ ({ ... }: { system.stateVersion = "20.09"; }) ]; }', sure("20.09")],
  [
    '{ system.stateVersion = lib.mkOverride 40 "21.05"; imports = [ { system.stateVersion = "20.09"; } ]; }',
    sure("21.05"),
  ],
  ['{ system."stateVersion" = "21.05"; # system.stateVersion = "22.05";\n }', sure("21.05")],
  ["{ system.stateVersion = config.system.nixos.release; }", undefined],
  ['{ system.stateVersion = "${x}"; }', undefined],
  ["{ inherit (x) system; services.a.enable = true; }", undefined],
  ["{ system = { inherit stateVersion; }; }", undefined],
  ['{ config = lib.mkMerge [ { system.stateVersion = "21.05"; } ]; }', undefined],
  [
    '{ imports = [ { system.stateVersion = "20.09"; } ]; system.stateVersion = "21.05"; }',
    undefined,
  ],
  ["{ boot.isContainer = true; }", undefined],
  ["import ./other.nix", undefined],
  ["{ this is no Nix", undefined],
])("%j", (text, found) => {
  expect(visibleStateVersion(text)).toEqual(found);
});
