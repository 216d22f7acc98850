import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../../nix/support/tools.js";
import { root } from "../../../support/program.js";

/** All files of a folder. */
function files(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(join(root, path)).isFile() && !path.endsWith(".nix"));
}

describeWith("shellcheck")("shellcheck has no finding", () => {
  test.each([
    [
      "the scripts of containers, asked for everything",
      "nixos-modules/systemd-containers/scripts",
      ["-o", "all"],
    ],
    ["the lab's", "test/e2e/lab", []],
  ])("in %s", (_title, folder, options) => {
    const all = files(folder);
    expect(all.length).toBeGreaterThan(5);
    const { stdout, status } = spawnSync("shellcheck", ["-x", ...options, ...all], {
      cwd: root,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});
