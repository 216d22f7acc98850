import { describe, expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";
import { firstImpurity } from "../../../src/evaluate/remembered/impurities.js";

describe("firstImpurity", () => {
  test.each([
    ['builtins.getEnv "HOME"', "getEnv"],
    ["let inherit (builtins) getEnv; in getEnv", "getEnv"],
    ["with builtins; currentTime", "currentTime"],
    ["__currentTime", "currentTime"],
    ["x: x.currentTime or 1", "currentTime"],
    ["builtins ? currentTime", "currentTime"],
    ["builtins.${x}", "builtins.${…}"],
    ["if builtins.pathExists ./a then 1 else 2", "pathExists"],
    ["{ imports = [ <home-manager/nixos> ]; }", "<home-manager/nixos>"],
    ["~/secret.nix", "a path in the home folder"],
    ['"${builtins.nixPath}"', "nixPath"],
    ["{ a.b = x: { ${builtins.getEnv x} = 1; }; }", "getEnv"],
  ])("finds what is in %s", (text, found) => {
    expect(firstImpurity(parseNix(text))).toBe(found);
  });

  test.each([
    "{ pkgs, ... }: { environment.systemPackages = [ pkgs.fetchurl ]; }",
    "import <nixpkgs> { }",
    "<nixpkgs/nixos>",
    "builtins.readFile ./a",
    "{ getEnvironment = 1; }",
    "x.${y}",
  ])("finds nothing in %s", (text) => {
    expect(firstImpurity(parseNix(text))).toBeUndefined();
  });
});
