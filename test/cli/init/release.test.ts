import { expect, test } from "@jest/globals";
import { projectAt } from "../../../src/cli/init/project.js";
import { releaseOf } from "../../../src/cli/init/release.js";
import { folderWith } from "../../support/program.js";

const newest = "26.05";
const flake = (inputs: string): string => `{ ${inputs} outputs = { nixpkgs, ... }: { }; }\n`;
const url = (reference: string): string => flake(`inputs.nixpkgs.url = "${reference}";`);

test.each<[what: string, text: string | undefined, release: string]>([
  ["no flake", undefined, newest],
  ["a branch", url("github:NixOS/nixpkgs/nixos-25.05"), "25.05"],
  ["a small branch", url("github:NixOS/nixpkgs/nixos-24.11-small"), "24.11"],
  ["a release branch", url("git+https://example.org/nixpkgs?ref=release-24.05"), "24.05"],
  ["a channel", url("https://channels.nixos.org/nixos-25.11/nixexprs.tar.xz"), "25.11"],
  ["FlakeHub", url("https://flakehub.com/f/NixOS/nixpkgs/0.2505.*"), "25.05"],
  [
    "nested sets, beside another nixpkgs",
    flake(
      'inputs = { nixpkgs-old.url = "nixpkgs/nixos-23.05"; nixpkgs = { url = "nixpkgs/nixos-24.11"; }; };',
    ),
    "24.11",
  ],
  [
    "several bindings",
    flake('inputs.a.url = "x"; inputs.nixpkgs = { url = "nixpkgs/nixos-25.05"; };'),
    "25.05",
  ],
  ["a branch without a release", url("github:NixOS/nixpkgs/nixos-unstable"), newest],
  ["a month that has no release", url("nixpkgs/nixos-25.07"), newest],
  ["no nixpkgs", flake(""), newest],
  ["no Nix", "{ inputs = ", newest],
])("the release of a flake with %s", (_what, text, release) => {
  const folder = folderWith(text === undefined ? {} : { "flake.nix": text });
  expect(releaseOf(projectAt(folder))).toBe(release);
});

const locked = (node: object, of: unknown = "n"): string =>
  JSON.stringify({ root: "r", nodes: { r: { inputs: { nixpkgs: of } }, n: node } });
const on = (day: string) => ({ locked: { lastModified: Date.parse(day) / 1000 } });

test.each<[what: string, lock: string, release: string]>([
  ["a branch", locked({ original: { ref: "nixos-24.05" } }), "24.05"],
  ["a day in January", locked(on("2025-01-15")), "24.11"],
  ["a day in May", locked(on("2025-05-31")), "24.11"],
  ["a day in June", locked(on("2025-06-01")), "25.05"],
  ["a day in December", locked(on("2025-12-01")), "25.11"],
  ["nothing", locked({}), newest],
  ["an input that follows another", locked(on("2025-01-15"), ["a", "nixpkgs"]), newest],
  ["damaged text", "{", newest],
])("nixos-unstable with a lock that has %s", (_what, lock, release) => {
  const text = url("github:NixOS/nixpkgs/nixos-unstable");
  const folder = folderWith({ "flake.nix": text, "flake.lock": lock, "hosts/a/x": "" });
  expect(releaseOf(projectAt(folder))).toBe(release);
});
