import { chmodSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isAtLeast, nixVersion, parseNixVersion } from "../../../src/nix/program/version.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { folderWith } from "../../support/program.js";
import { describeWith } from "../support/tools.js";

describe("parseNixVersion", () => {
  test.each([
    ["nix-instantiate (Nix) 2.8.0\n", "2.8.0", 2, 8, 0, "Nix"],
    ["nix-instantiate (Nix) 2.34.8\n", "2.34.8", 2, 34, 8, "Nix"],
    ["nix-instantiate (Nix) 2.35pre20260301_1a2b3c4", "2.35pre20260301_1a2b3c4", 2, 35, 0, "Nix"],
    ["warning: something\nnix (Determinate Nix 3.1.0) 2.29.0\n", "2.29.0", 2, 29, 0, "Nix"],
    ["nix-instantiate (Lix, like Nix) 2.91.1\n", "2.91.1", 2, 91, 1, "Lix"],
  ])("%j", (output, text, major, minor, patch, implementation) => {
    expect(parseNixVersion(output)).toEqual({ text, major, minor, patch, implementation });
  });

  test.each(["", "2.8.0", "nix-instantiate", "bash: nix-instantiate (x)"])("not %j", (output) => {
    expect(parseNixVersion(output)).toBeUndefined();
  });
});

test("isAtLeast compares numbers", () => {
  const version = parseNixVersion("nix (Nix) 2.10.3");
  if (version === undefined) throw new Error("no version");
  expect(isAtLeast(version, 2, 10)).toBe(true);
  expect(isAtLeast(version, 2, 8)).toBe(true);
  expect(isAtLeast(version, 1, 99)).toBe(true);
  expect(isAtLeast(version, 2, 11)).toBe(false);
  expect(isAtLeast(version, 3, 0)).toBe(false);
});

/** A PATH whose nix-instantiate prints this, and notes that it was asked. */
function pathWith(printed: string): { PATH: string; LOG: string } {
  const folder = folderWith({
    "nix-instantiate": `#!/bin/sh\necho asked >> "$LOG"\nprintf '%s\\n' '${printed}'\n`,
  });
  chmodSync(`${folder}/nix-instantiate`, 0o755);
  return {
    PATH: `${folder}${delimiter}${process.env.PATH ?? ""}`,
    LOG: `${folder}/log`,
  };
}

async function problemOf(env: Readonly<Record<string, string>>) {
  const error: unknown = await nixVersion(env).catch((reason: unknown) => reason);
  return error instanceof ProblemError ? error.problems[0] : undefined;
}

describe("nixVersion", () => {
  test("refuses an old Nix, and what is none", async () => {
    expect(await problemOf(pathWith("nix-instantiate (Nix) 2.3.16"))).toMatchObject({
      code: "NP503",
      message: "Nix 2.3.16 is too old: the oldest that works is 2.8",
    });
    expect(await problemOf(pathWith("hello"))).toMatchObject({
      code: "NP503",
      message: "`nix-instantiate --version` names no version of Nix",
      details: "hello\n",
    });
    expect(await problemOf({ PATH: folderWith({}) })).toMatchObject({ code: "NP501" });
  });

  test("asks once for each program", async () => {
    const env = pathWith("nix-instantiate (Nix) 2.26.3");
    const other = pathWith("nix-instantiate (Nix) 2.34.8");
    expect((await nixVersion(env)).text).toBe("2.26.3");
    expect((await nixVersion(other)).text).toBe("2.34.8");
    await Promise.all([nixVersion(env), nixVersion(env)]);
    expect(readFileSync(env.LOG, "utf8")).toBe("asked\n");
  });

  test("a failure is not remembered", async () => {
    const env = pathWith("nix-instantiate (Nix) 2.3");
    await problemOf(env);
    await problemOf(env);
    expect(readFileSync(env.LOG, "utf8")).toBe("asked\nasked\n");
  });
});

describeWith("nix-instantiate")("the Nix on PATH", () => {
  test("has a version", async () => {
    expect((await nixVersion()).major).toBeGreaterThanOrEqual(2);
  });
});
