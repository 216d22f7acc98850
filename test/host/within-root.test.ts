import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { demandWithin } from "../../src/host/within-root.js";
import { folderWith } from "../support/program.js";

test("folders that are there, and those that are not yet", () => {
  const root = folderWith({ "etc/nixos/a": "" });
  for (const path of ["etc/nixos/configuration.nix", "etc/none/x", "none/x/y", "file"]) {
    expect(() => {
      demandWithin(root, join(root, path));
    }).not.toThrow();
  }
});

test.each(["etc", "etc/nixos"])("a link in the place of %s leads nowhere", (place) => {
  const root = folderWith({});
  const outside = folderWith({});
  mkdirSync(join(root, place, ".."), { recursive: true });
  symlinkSync(outside, join(root, place));
  expect(() => {
    demandWithin(root, join(root, "etc/nixos/configuration.nix"));
  }).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: "NP736" })] }));
});

test("nor does a link to nothing, or a file", () => {
  const root = folderWith({});
  symlinkSync("/nowhere", join(root, "etc"));
  const demand = (): void => {
    demandWithin(root, join(root, "etc/nixos/x"));
  };
  expect(demand).toThrow();
  const other = folderWith({});
  writeFileSync(join(other, "etc"), "");
  expect(() => {
    demandWithin(other, join(other, "etc/nixos/x"));
  }).toThrow();
});
