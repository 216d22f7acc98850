import { expect, test } from "@jest/globals";
import { freeVariables } from "../../src/nix/free-variables.js";
import { parseNix } from "../../src/nix/parser.js";

test.each([
  ["a b.c", "a b"],
  ["[ b a b ]", "b a"],
  ["1", ""],
  ["x: x y", "y"],
  ["{ x, y ? z, ... }@w: [ x y w v ]", "z v"],
  ["{ x ? y, y ? x }: 1", ""],
  ["let a = b; c = a; in c d", "b d"],
  ["rec { a = b; b = c; }", "c"],
  ["{ a = b; b = c; }", "b c"],
  ["{ inherit a; inherit (b) c; }", "a b"],
  ["rec { inherit a; b = a; }", "a"],
  ["rec { inherit (a) b; a = c; }", "c"],
  ["let inherit a; in a", "a"],
  ["{ ${a}.b = c; }", "a c"],
  ['{ "${a}" = 1; }', "a"],
  ['"${a} ${b}" + ./${c}', "a b c"],
  ["a.${b} or c", "a b c"],
  ["a ? ${b}", "a b"],
  ["if a then b else assert c; d", "a b c d"],
  ["!a && -b < c", "a b c"],
  // Names of Nix itself.
  ["map toString (builtins.attrNames true) __curPos __head", ""],
  ["import <nixpkgs> { }", ""],
  // Below `with` only what a module is given is surely free.
  ["with a; b c", "a"],
  ["with pkgs; [ curl lib config ]", "pkgs lib config"],
  ["with (with a; lib); b", "a lib"],
  ["x: with a; x pkgs", "a pkgs"],
  ["let pkgs = 1; in with a; pkgs", "a"],
])("%s has %j", (source, names) => {
  expect([...freeVariables(parseNix(source))].join(" ")).toBe(names);
});
