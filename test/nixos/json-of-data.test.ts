import { expect, test } from "@jest/globals";
import { file, nix, pkgs, text } from "../../src/index.js";
import { jsonOfData } from "../../src/nixos/json-of-data.js";

test("data has JSON", () => {
  expect(jsonOfData("yes")).toBe('"yes"');
  expect(jsonOfData([80, { a: null }])).toBe('[80,{"a":null}]');
});

test("what has a Nix expression in it has none, nor has what JSON cannot hold", () => {
  const circle: Record<string, unknown> = {};
  circle.again = circle;
  const broken = {
    get a(): never {
      throw new Error("not today");
    },
  };
  const curl = (pkgs as Readonly<Record<string, unknown>>).curl;
  for (const one of [curl, nix`1`, file("./x.nix"), text`${nix`1`}`]) {
    expect([jsonOfData(one), jsonOfData({ a: [one] })]).toEqual([undefined, undefined]);
  }
  for (const one of [undefined, 1n, circle, broken]) expect(jsonOfData(one)).toBeUndefined();
});
