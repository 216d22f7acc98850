import { expect, test } from "@jest/globals";
import { identifier, interpolation } from "../../src/nix/build.js";
import { joinParts } from "../../src/nix/string-parts.js";

test("texts beside each other are one, and empty ones none", () => {
  const code = interpolation(identifier("a"));
  expect(joinParts(["", "a", "", "b", code, "", code, "c", ""])).toEqual(["ab", code, code, "c"]);
  expect(joinParts(["", ""])).toEqual([]);
});
