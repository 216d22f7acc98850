import { expect, test } from "@jest/globals";
import { libraryName } from "../../../src/plan/names/library-names.js";
import { describeWithPath } from "../../nix/support/tools.js";
import { RealNix } from "../../nix/support/evaluate.js";

test("says where a name is to be had", () => {
  expect(["mkForce", "mapAttrs", "types", "foldl'"].map(libraryName)).toEqual([
    "lib.mkForce",
    "lib.mapAttrs",
    "lib.types",
    "lib.foldl'",
  ]);
  expect(["toJSON", "readDir"].map(libraryName)).toEqual(["builtins.toJSON", "builtins.readDir"]);
  expect(["hello", "curl", "", "toString"].map(libraryName)).toEqual(Array(4).fill(undefined));
});

describeWithPath("nixpkgs")("nixpkgs", () => {
  test("has no package that is called like one of these", () => {
    const nix = new RealNix();
    const packages = nix.evaluate(
      nix.write(
        "all.nix",
        "let p = import <nixpkgs> { }; in builtins.filter (n: builtins.hasAttr n p) (builtins.attrNames builtins ++ builtins.attrNames p.lib)",
      ),
    ) as readonly string[];
    nix.remove();
    // Not what has that name by chance.
    const taken = packages.filter((name) => libraryName(name) !== undefined);
    expect(taken).toEqual([]);
  });
});
