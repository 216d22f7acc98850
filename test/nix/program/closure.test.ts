import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { closureDifference, closureDifferences } from "../../../src/nix/program/closure.js";
import { featureFlags } from "../../../src/nix/program/dialect.js";
import { instantiate } from "../../../src/nix/program/instantiate.js";
import { realise } from "../../../src/nix/program/realise.js";
import { runProgram } from "../../../src/nix/program/run.js";
import { buildSettings as env } from "../support/nix.js";
import { describeWith } from "../support/tools.js";

/** Two systems: what they need, by name and size. */
const expression = `
  let
    package = name: kilobytes: needs: derivation {
      inherit name needs;
      system = builtins.currentSystem;
      builder = "/bin/sh";
      args = [ "-c" ''
        i=0
        while [ $i -lt \${toString kilobytes} ]; do
          i=$((i + 1))
          printf '%1024s' $i
        done > $out
        echo $needs >> $out
      '' ];
    };
    same = package "same-1.0" 10 [ ];
  in
  [
    (package "system" 1 [ same (package "nginx-1.26" 20 [ ]) (package "old-2" 30 [ ]) (package "sized-1" 1 [ ]) ])
    (package "system" 1 [ same (package "nginx-1.28" 60 [ ]) (package "nginx-1.28.1" 1 [ ]) (package "new" 40 [ ]) (package "sized-1" 100 [ ]) ])
  ]`;

describeWith("nix-store")("closureDifference", () => {
  let before = "";
  let after = "";
  beforeAll(async () => {
    const derivations = await instantiate({ expression }, { env });
    [before = "", after = ""] = await realise(derivations, { env });
  });

  test("lists packages by version and size", async () => {
    const changes = await closureDifference(before, after, { env });
    expect(
      changes.map(({ sizeDelta, ...one }) => ({ ...one, kilobytes: Math.round(sizeDelta / 1024) })),
    ).toEqual([
      { name: "new", before: [], after: [""], kilobytes: 40 },
      { name: "nginx", before: ["1.26"], after: ["1.28", "1.28.1"], kilobytes: 41 },
      { name: "old", before: ["2"], after: [], kilobytes: -30 },
      { name: "sized", before: ["1"], after: ["1"], kilobytes: 99 },
      expect.objectContaining({ name: "system", before: [""], after: [""] }),
    ]);
    expect(await closureDifference(before, before, { env })).toEqual([]);
  });

  test("agrees with `nix store diff-closures`", async () => {
    const { stdout } = await runProgram(
      "nix",
      [...featureFlags(["nix-command"]), "store", "diff-closures", before, after],
      { env },
    );
    // It leaves out what changes by less than 8 KiB, and colours sizes.

    const told = stdout
      .trim()
      .replace(/\x1b\[[\d;]*m/g, "")
      .split("\n");
    const words = (versions: readonly string[]) =>
      versions.length === 0 ? "∅" : versions.map((one) => (one === "" ? "ε" : one)).join(", ");
    const own = (await closureDifference(before, after, { env }))
      .filter(({ name }) => name !== "system")
      .map((one) =>
        one.before.join() === one.after.join()
          ? `${one.name}:`
          : `${one.name}: ${words(one.before)} → ${words(one.after)}`,
      );
    expect(told).toHaveLength(own.length);
    own.forEach((line, index) => {
      expect(told[index]?.startsWith(line)).toBe(true);
    });
  });

  test("many pairs are told of at once, each by itself", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nixpawn-test-"));
    const link = join(folder, "system");
    symlinkSync(after, link);
    const [there, none, back] = await closureDifferences(
      [
        { before, after: link },
        { before: after, after },
        { before: after, after: before },
      ],
      { env },
    );
    expect(there).toEqual(await closureDifference(before, after, { env }));
    expect(none).toEqual([]);
    expect(back?.map(({ sizeDelta }) => -sizeDelta)).toEqual(
      there?.map(({ sizeDelta }) => sizeDelta),
    );
    expect(await closureDifferences([], { env })).toEqual([]);
  });

  test("a path that the store lacks is a problem", async () => {
    const missing = "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-none";
    await expect(closureDifference(before, missing, { env })).rejects.toMatchObject({
      problems: [{ code: "NP509", message: expect.stringContaining("is not valid") as unknown }],
    });
  });
});
