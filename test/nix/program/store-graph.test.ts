import { beforeAll, expect, test } from "@jest/globals";
import { instantiate } from "../../../src/nix/program/instantiate.js";
import { realise } from "../../../src/nix/program/realise.js";
import { closure, storeGraph } from "../../../src/nix/program/store-graph.js";
import { buildSettings as env } from "../support/nix.js";
import { describeWith } from "../support/tools.js";

/** Each needs those after it; the second tells itself, too. */
const expression = `
  let
    package = name: script: needs: derivation {
      inherit name needs;
      system = builtins.currentSystem;
      builder = "/bin/sh";
      args = [ "-c" script ];
    };
    below = package "below" "echo 12345 >$out" [ ];
    self = package "self" "echo $out $needs >$out" [ below ];
  in
  [ (package "top" "echo $needs >$out" [ self ]) below ]`;

describeWith("nix-store")("storeGraph", () => {
  let top = "";
  let below = "";
  beforeAll(async () => {
    [top = "", below = ""] = await realise(await instantiate({ expression }, { env }), { env });
  });

  test("has every path with what it needs and its size", async () => {
    const graph = await storeGraph([below, top], { env });
    expect(graph.roots).toEqual([below, top]);
    const found = [...graph.paths.values()].map(({ path, size, references }) => ({
      name: path.slice(44),
      isWhole: size > 100 && size % 8 === 0,
      references: references.map((one) => one.slice(44)).sort(),
    }));
    expect(found.sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
      { name: "below", isWhole: true, references: [] },
      { name: "self", isWhole: true, references: ["below", "self"] },
      { name: "top", isWhole: true, references: ["self"] },
    ]);
  });

  test("a closure has the path itself and all it needs", async () => {
    const graph = await storeGraph([top, below], { env });
    const names = (root: string) => [...closure(graph, root)].map((path) => path.slice(44)).sort();
    expect(names(top)).toEqual(["below", "self", "top"]);
    expect(names(below)).toEqual(["below"]);
  });
});
