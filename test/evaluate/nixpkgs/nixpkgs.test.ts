import { chmodSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findNixpkgs, type NixpkgsChoice } from "../../../src/evaluate/nixpkgs/nixpkgs.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { folderWith } from "../../support/program.js";

const { env } = process;
let folder = "";

/** A nix-instantiate that finds `<nixpkgs>` in `channel` and fetches the lock's to `locked`. */
const nix = `#!/bin/sh
case "$*" in
  "--find-file nixpkgs") [ -e "$HERE/channel" ] && echo "$HERE/channel" || exit 1;;
  *fetchTree*) echo "$*" >"$HERE/asked"; echo "\\"$HERE/locked\\"";;
  *) exit 1;;
esac
`;

const nixpkgs = (name: string, version: string): Record<string, string> => ({
  [`${name}/nixos/default.nix`]: "",
  [`${name}/lib/.version`]: `${version}\n`,
});

const lock = (inputs: unknown): string =>
  JSON.stringify({
    version: 7,
    root: "root",
    nodes: {
      root: { inputs },
      nixpkgs_2: { locked: { type: "github", owner: "NixOS", repo: "nixpkgs", rev: "1'${" } },
      other: { inputs: { nixpkgs: "nixpkgs_2" }, locked: {} },
      loop: { inputs: { nixpkgs: ["loop", "nixpkgs"] } },
    },
  });

function start(files: Readonly<Record<string, string>>): void {
  folder = folderWith({ "bin/nix-instantiate": nix, "repo/containers.ts": "", ...files });
  chmodSync(join(folder, "bin/nix-instantiate"), 0o755);
  process.env = { ...env, HERE: folder, PATH: `${folder}/bin${delimiter}${env.PATH ?? ""}` };
}
beforeEach(() => {
  start({});
});
afterEach(() => {
  process.env = env;
});

const find = (choice: Partial<NixpkgsChoice> = {}) =>
  findNixpkgs({ configFile: join(folder, "repo/containers.ts"), cwd: folder, ...choice });

async function codeOf(run: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await run.catch((reason: unknown) => reason);
  return error instanceof ProblemError ? error.problems[0]?.code : undefined;
}

describe("findNixpkgs", () => {
  test("takes the first of: command line, config, the flake's lock, NIX_PATH", async () => {
    start({
      ...nixpkgs("given", "1"),
      ...nixpkgs("repo/configured", "2"),
      ...nixpkgs("locked", "3"),
      ...nixpkgs("channel", "4"),
      "repo/flake.nix": "",
      "repo/flake.lock": lock({ nixpkgs: "nixpkgs_2" }),
    });
    const choice = { given: "given", configured: "configured" };
    expect(await find(choice)).toMatchObject({ version: "1", namedBy: "--nixpkgs" });
    expect(await find({ configured: "configured" })).toEqual({
      path: join(folder, "repo/configured"),
      version: "2",
      namedBy: "the config",
    });
    expect(await find()).toMatchObject({ version: "3", namedBy: "the flake's lock" });
    start(nixpkgs("channel", "4"));
    expect(await find()).toMatchObject({ version: "4", namedBy: "NIX_PATH" });
    expect(await find({ given: "<nixpkgs>" })).toMatchObject({ version: "4" });
  });

  test("gives Nix the locked input as data, whatever is in it", async () => {
    start({
      ...nixpkgs("locked", "3"),
      "repo/flake.nix": "",
      "repo/flake.lock": lock({ nixpkgs: ["other", "nixpkgs"], other: "other" }),
    });
    expect(await find()).toMatchObject({ version: "3" });
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(join(folder, "asked"), "utf8")).toContain("1'\\${");
  });

  test("passes over a lock without nixpkgs, one in a circle, and a flake without lock", async () => {
    for (const inputs of [
      {},
      { nixpkgs: ["loop", "nixpkgs"], loop: "loop" },
      { nixpkgs: "gone" },
    ]) {
      start({ ...nixpkgs("channel", "4"), "repo/flake.nix": "", "repo/flake.lock": lock(inputs) });
      expect(await find()).toMatchObject({ version: "4" });
    }
    start({ ...nixpkgs("channel", "4"), "repo/flake.nix": "" });
    expect(await find()).toMatchObject({ version: "4" });
  });

  test("looks through links", async () => {
    start(nixpkgs("real", "5"));
    symlinkSync("real", join(folder, "channel"));
    expect(await find()).toMatchObject({ path: join(folder, "real"), version: "5" });
  });

  test("is a problem without nixpkgs, without NixOS in it, and with a broken lock", async () => {
    expect(await codeOf(find())).toBe("NP511");
    expect(await codeOf(find({ given: "nowhere" }))).toBe("NP512");
    expect(await codeOf(find({ given: "<nowhere>" }))).toBe("NP512");
    start({ "repo/flake.nix": "", "repo/flake.lock": "{" });
    expect(await codeOf(find())).toBe("NP513");
  });
});
