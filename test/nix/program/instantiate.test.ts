import { readlinkSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { BuildError } from "../../../src/nix/errors/build-error.js";
import { NixError } from "../../../src/nix/errors/nix-error.js";
import { instantiate } from "../../../src/nix/program/instantiate.js";
import { folderWith } from "../../support/program.js";
import { buildSettings as env, freshWord, shellDerivation } from "../support/nix.js";
import { describeWith } from "../support/tools.js";

describeWith("nix-instantiate")("instantiate", () => {
  test("writes the derivations of a set, or of an attribute in it", async () => {
    const expression = `{ a = ${shellDerivation("a-1", "echo > $out")}; b = { c = ${shellDerivation("c", "true")}; }; }`;
    const [a, ...others] = await instantiate({ expression }, { env });
    expect(a).toMatch(/^\/nix\/store\/[a-z0-9]{32}-a-1\.drv$/);
    expect(others).toEqual([]);
    const [c] = await instantiate({ expression }, { env, attribute: ["b", "c"] });
    expect(c).toMatch(/-c\.drv$/);
  });

  test("an output has the derivation's path", async () => {
    const expression = `let d = derivation {
      name = "two"; system = builtins.currentSystem; builder = "/bin/sh"; outputs = [ "out" "dev" ];
    }; in d.dev`;
    expect(await instantiate({ expression }, { env })).toEqual([
      expect.stringMatching(/-two\.drv$/) as unknown,
    ]);
  });

  test("a root holds the derivation", async () => {
    const cwd = folderWith({});
    const expression = shellDerivation("held", "true");
    const [path = ""] = await instantiate({ expression }, { env, cwd, root: "root" });
    expect(path).toMatch(/^\/nix\/store\/.*-held\.drv$/);
    expect(readlinkSync(`${cwd}/root`)).toBe(path);
    expect(await instantiate({ expression }, { env, cwd })).toEqual([path]);
  });

  test("says nothing of roots that nobody asked for", async () => {
    const lines: string[] = [];
    await instantiate(
      { expression: shellDerivation("quiet", "true") },
      { env, onLine: (line) => lines.push(line) },
    );
    expect(lines.join("\n")).not.toContain("--add-root");
  });

  test("what is no derivation is Nix's complaint", async () => {
    await expect(instantiate({ expression: "1 +" }, { env })).rejects.toBeInstanceOf(NixError);
    await expect(instantiate({ expression: "1" }, { env })).rejects.toMatchObject({
      problems: [{ code: "NP504" }],
    });
  });

  test("an import from a derivation that fails is a build that failed", async () => {
    const bad = shellDerivation(`bad-${freshWord()}`, "echo oops >&2; exit 3");
    const error: unknown = await instantiate({ expression: `import (${bad})` }, { env }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).builds).toMatchObject([
      { reason: "builder failed with exit code 3", log: ["oops"] },
    ]);
  });
});
