import { expect, test } from "@jest/globals";
import { refusalOfNix } from "../../../src/nix/program/parse.js";
import { describeWith } from "../support/tools.js";

describeWith("nix-instantiate")("refusalOfNix", () => {
  test.each(["1", "x: y", "undefinedHere { inherit pkgs; }", "let a = 1; in a # end", '"é${"x"}"'])(
    "Nix accepts %s",
    async (text) => {
      expect(await refusalOfNix(text)).toBeUndefined();
    },
  );

  test.each([
    ["{ a = ; }", "{ a = "],
    ["a) (b", "a"],
    ["1 2 3 ;", "1 2 3 "],
    ["[ 1\n  é\n]", "[ 1\n  "],
    ['{\n  a = "ééé" "x" = 1;\n}', '{\n  a = "ééé" "x" '],
    ["{ a = 1; a = 2; }", "{ a = 1; "],
    ["", ""],
  ])("Nix refuses %j at its place", async (text, before) => {
    const refusal = await refusalOfNix(text);
    expect(refusal).toMatchObject({ offset: before.length });
    expect(refusal?.message).not.toMatch(/error:|\n/);
    expect(refusal?.details).toContain("error:");
  });
});
