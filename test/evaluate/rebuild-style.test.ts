import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { rebuildStyle, type RebuildStyle } from "../../src/evaluate/rebuild-style.js";
import { folderWith } from "../support/program.js";

const flakes = folderWith({ "flake.nix": "", "hosts/a/containers.ts": "", "b/flake.nix": "" });
const plain = folderWith({ "containers.ts": "" });

function style(choice: Partial<Parameters<typeof rebuildStyle>[0]>, base = flakes): RebuildStyle {
  const configFile = join(base, "hosts/a/containers.ts");
  return rebuildStyle({ noFlake: false, configFile, cwd: base, ...choice });
}

describe("what the host is rebuilt from", () => {
  test("the flake around the config", () => {
    expect(style({})).toEqual({ kind: "flake", reference: flakes, folder: flakes });
  });

  test("NIX_PATH without one, or where it is not wanted", () => {
    expect(style({}, plain)).toEqual({ kind: "plain", includes: [] });
    expect(style({ noFlake: true })).toEqual({ kind: "plain", includes: [] });
  });

  test("a configuration or nixpkgs that was named comes before NIX_PATH", () => {
    expect(style({ nixosConfig: "configuration.nix", nixpkgs: "../nixpkgs" })).toEqual({
      kind: "plain",
      includes: [
        `nixpkgs=${join(flakes, "../nixpkgs")}`,
        `nixos-config=${join(flakes, "configuration.nix")}`,
      ],
    });
    expect(style({ noFlake: true, nixpkgs: "<nixos>" })).toEqual({ kind: "plain", includes: [] });
  });

  test.each([
    ["./b#web", "b"],
    ["./b?dir=x#web", "b"],
    [".#web", "."],
    ["#web", "."],
    ["hosts", undefined],
    ["./hosts/a", "."],
    ["path:b", "b"],
    [`git+file://${flakes}/b?ref=main`, "b"],
    ["github:example/hosts#web", undefined],
    ["git+ssh://git@example.org/hosts", undefined],
    ["https://example.org/hosts.tar.gz", undefined],
  ])("a flake that was named: %s", (reference, folder) => {
    expect(style({ flake: reference })).toEqual({
      kind: "flake",
      reference,
      folder: folder === undefined ? undefined : join(flakes, folder).replace(/\/$/, ""),
    });
  });
});
