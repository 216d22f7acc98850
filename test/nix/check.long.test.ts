import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { folderWith, nixpawn, root } from "../support/program.js";
import { describeWithPath } from "./support/tools.js";

interface Checked {
  readonly problems: readonly { readonly message: string }[];
  readonly containers: readonly { readonly name: string; readonly toplevel: string | null }[];
}

async function check(folder: string): Promise<{ exitCode: number | undefined; data: Checked }> {
  // A folder of its own: nothing is remembered of other runs.
  const { exitCode, stdout } = await nixpawn(
    folderWith({}),
    ...["check", "--config", folder, "--format", "json"],
  );
  return { exitCode, data: JSON.parse(stdout) as Checked };
}

/** What nixpkgs itself makes of a whole host with the tree: every container's system. */
function inWholeHost(tree: string, names: readonly string[]): Record<string, string> {
  const expression = `
    let host = import <nixpkgs/nixos> { configuration = {
      imports = [ ${tree} ];
      boot.loader.grub.device = "nodev";
      fileSystems."/".device = "/dev/sda1";
    }; };
    in builtins.seq host.system.drvPath (builtins.listToAttrs (map (name: {
      inherit name;
      value = host.config.containers.\${name}.path.drvPath;
    }) [ ${names.map((name) => `"${name}"`).join(" ")} ]))`;
  const given = ["--eval", "--strict", "--json", "-E", expression];
  return JSON.parse(
    execFileSync("nix-instantiate", given, {
      cwd: folderWith({}),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }),
  ) as Record<string, string>;
}

describeWithPath("nixpkgs/nixos")("check, with the NixOS at hand,", () => {
  // Those whose options, outside and inside, NixOS 18.03 has.
  test.each(["bridge", "openssh", "private-network", "per-name", "files-and-nix", "macvlan"])(
    "finds %s to be right, with the derivations that the whole host has",
    async (example) => {
      const folder = join(root, "examples", example);
      const { exitCode, data } = await check(folder);
      expect(data.problems).toEqual([]);
      expect(exitCode).toBe(0);
      const names = data.containers.map((one) => one.name);
      const alone = Object.fromEntries(data.containers.map((one) => [one.name, one.toplevel]));
      expect(alone).toEqual(inWholeHost(join(folder, "containers"), names));
    },
  );
});
