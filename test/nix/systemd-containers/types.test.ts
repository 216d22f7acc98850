import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { root } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";

const types = join(root, "nixos-modules/systemd-containers/types.nix");

describe.each(["nixpkgs-lib/lib", "nixpkgs/lib"])("with <%s>", (lib) => {
  describeWithPath(lib)("a set with a type for each name", () => {
    test("merges and checks as the type of each name says", async () => {
      const expression = `import ${join(root, "test/nix/systemd-containers/types.nix")} {
        lib = import <${lib}>;
        types = ${types};
      }`;
      expect(await evaluate({ expression })).toEqual({
        both: { a: { greeting: "host to a", many: [] }, n1: 7 },
        wrongType: false,
        merged: { a: { greeting: "hello", many: expect.arrayContaining([1, 2]) }, n2: 2 },
      });
    });
  });
});
