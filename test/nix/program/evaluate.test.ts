import { expect, test } from "@jest/globals";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { describeWith } from "../support/tools.js";

describeWith("nix-instantiate")("evaluate", () => {
  test("a value of an expression", async () => {
    expect(await evaluate({ expression: '{ a = [ 1 null true ]; b.c = "x\\n"; }' })).toEqual({
      a: [1, null, true],
      b: { c: "x\n" },
    });
  });
});
