import { chmodSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { rebuild, rebuildArguments } from "../../../src/nix/program/rebuild.js";
import { folderWith } from "../../support/program.js";

/** A nixos-rebuild that writes down how it was called. */
function fake(script: string): { env: { PATH: string }; called: () => string[] } {
  const folder = folderWith({
    "nixos-rebuild": `#!/bin/sh\nprintf '%s\\n' "$@" > "$(dirname "$0")/called"\n${script}\n`,
  });
  chmodSync(`${folder}/nixos-rebuild`, 0o755);
  return {
    env: { PATH: `${folder}${delimiter}${process.env.PATH ?? ""}` },
    called: () => readFileSync(`${folder}/called`, "utf8").trimEnd().split("\n"),
  };
}

describe("rebuildArguments", () => {
  test("by flake, on another host", () => {
    expect(
      rebuildArguments({
        action: "switch",
        flake: "/etc/nixos#web",
        targetHost: "root@web",
        buildHost: "builder",
        sudo: "use-remote-sudo",
        showTrace: true,
        more: ["--impure"],
      }),
    ).toEqual([
      "switch",
      ...["--flake", "/etc/nixos#web"],
      ...["--target-host", "root@web", "--build-host", "builder"],
      "--use-remote-sudo",
      "--show-trace",
      "--impure",
    ]);
  });

  test("by NIX_PATH", () => {
    expect(
      rebuildArguments({
        action: "dry-activate",
        includes: ["nixos-config=/c.nix", "nixpkgs=/n"],
        sudo: "sudo",
      }),
    ).toEqual(["dry-activate", "-I", "nixos-config=/c.nix", "-I", "nixpkgs=/n", "--sudo"]);
  });
});

describe("rebuild", () => {
  test("passes lines on, keeps them, and tells the exit code", async () => {
    const { env, called } = fake("echo building >&2; echo 'error: no' >&2; exit 7");
    const lines: string[] = [];
    const result = await rebuild({
      action: "boot",
      more: ["a b", "$HOME"],
      env,
      onLine: (line) => lines.push(line),
    });
    expect(result).toEqual({ exitCode: 7, stderr: "building\nerror: no\n" });
    expect(lines).toEqual(["building", "error: no"]);
    expect(called()).toEqual(["boot", "a b", "$HOME"]);
  });

  test("without it there is a hint", async () => {
    await expect(rebuild({ action: "build", env: { PATH: "/nowhere" } })).rejects.toMatchObject({
      problems: [{ code: "NP501", hint: expect.stringContaining("part of NixOS") as unknown }],
    });
  });

  test("an abort ends it", async () => {
    const controller = new AbortController();
    const { env } = fake("echo ready >&2; exec sleep 3600");
    const run = rebuild({
      action: "test",
      env,
      signal: controller.signal,
      onLine: () => {
        controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ problems: [{ code: "NP502" }] });
  });
});
