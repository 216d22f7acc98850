import { readlinkSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { BuildError } from "../../../src/nix/errors/build-error.js";
import { NixError } from "../../../src/nix/errors/nix-error.js";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { instantiate } from "../../../src/nix/program/instantiate.js";
import { realise, type RealiseOptions } from "../../../src/nix/program/realise.js";
import { folderWith } from "../../support/program.js";
import { buildSettings as env, freshWord, shellDerivation } from "../support/nix.js";
import { describeWith } from "../support/tools.js";

async function build(expression: string, options: RealiseOptions = {}) {
  return realise(await instantiate({ expression }, { env }), { env, ...options });
}

async function failureOf(expression: string, options: RealiseOptions = {}): Promise<BuildError> {
  const error: unknown = await build(expression, options).catch((reason: unknown) => reason);
  if (!(error instanceof BuildError)) throw error;
  return error;
}

describeWith("nix-store")("realise", () => {
  test("builds, and tells the lines of the builder as they come", async () => {
    const lines: string[] = [];
    const word = freshWord();
    const [path = ""] = await build(
      shellDerivation("lines", `echo first ${word}; echo é >&2; echo ${word} > $out`),
      { onLine: (line) => lines.push(line) },
    );
    expect(path).toMatch(/^\/nix\/store\/[a-z0-9]{32}-lines$/);
    // The store may be one that only Nix sees.
    const expression = "{ path }: builtins.readFile path";
    expect(await evaluate({ expression }, { argstrs: { path } })).toBe(`${word}\n`);
    expect(lines).toEqual(expect.arrayContaining([`first ${word}`, "é"]));
    expect(lines.join("\n")).toMatch(/building '\/nix\/store\/.*-lines\.drv'/);
  });

  test("nothing to build is no call", async () => {
    expect(await realise([], { env: { PATH: "/nowhere" } })).toEqual([]);
  });

  test("roots hold all results, in order", async () => {
    const cwd = folderWith({});
    const expression = `[ (${shellDerivation("one", "echo 1 > $out")}) (${shellDerivation("two", "echo 2 > $out")}) ]`;
    const paths = await build(expression, { cwd, root: "result" });
    expect(paths.map((path) => path.replace(/^.{44}/, ""))).toEqual(["one", "two"]);
    expect([readlinkSync(`${cwd}/result`), readlinkSync(`${cwd}/result-2`)]).toEqual(paths);
  });

  test("a failure names the derivation and keeps the end of its log", async () => {
    const script = "i=0; while [ $i -lt 40 ]; do i=$((i + 1)); echo line $i; done; exit 3";
    const bad = shellDerivation(`bad-1.0-${freshWord()}`, script);
    const needs = `derivation {
      name = "needs"; system = builtins.currentSystem; builder = "/bin/sh"; bad = ${bad};
    }`;
    const error = await failureOf(needs);
    expect(error.builds).toHaveLength(1);
    expect(error.builds[0]).toMatchObject({
      derivation: expect.stringMatching(/^\/nix\/store\/.*-bad-1\.0-.*\.drv$/) as unknown,
      name: expect.stringMatching(/^bad-1\.0-/) as unknown,
      reason: "builder failed with exit code 3",
    });
    expect(error.builds[0]?.log).toHaveLength(25);
    expect(error.builds[0]?.log.at(-1)).toBe("line 40");
    expect(error.problems[0]).toMatchObject({
      code: "NP505",
      message: expect.stringMatching(/^`bad-1\.0-.*` cannot be built: builder failed/) as unknown,
      details: expect.stringContaining("line 40") as unknown,
    });
  });

  test.each([
    ["kill -9 $$", /^builder failed due to signal 9/],
    ["true", /^builder failed to produce output path for output 'out'/],
  ])("a builder that does `%s`", async (script, reason) => {
    const error = await failureOf(shellDerivation(`odd-${freshWord()}`, script));
    expect(error.builds[0]?.reason).toMatch(reason);
  });

  test("a wrong hash, and a system that is not here", async () => {
    const hashed = `derivation {
      name = "hashed-${freshWord()}"; system = builtins.currentSystem; builder = "/bin/sh";
      args = [ "-c" "echo > $out" ]; outputHashMode = "flat"; outputHashAlgo = "sha256";
      outputHash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    }`;
    expect((await failureOf(hashed)).builds[0]?.reason).toMatch(/^hash mismatch[^]*got:/);
    const foreign = `derivation {
      name = "foreign-${freshWord()}"; system = "vax-vms"; builder = "/bin/sh";
    }`;
    expect((await failureOf(foreign)).builds[0]?.reason).toContain("vax-vms");
  });

  test("with keepGoing every failure is told", async () => {
    const bad = (name: string) =>
      `(${shellDerivation(`${name}-${freshWord()}`, `echo ${name}; exit 1`)})`;
    const error = await failureOf(`[ ${bad("x")} ${bad("y")} ]`, { keepGoing: true, jobs: 1 });
    expect(error.builds.map(({ log }) => log.join()).sort()).toEqual(["x", "y"]);
  });

  test("a path that nobody has is Nix's complaint", async () => {
    const path = "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-none";
    const error: unknown = await realise([path], { env }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NixError);
    expect(error).toMatchObject({ problems: [{ code: "NP509" }] });
  });

  test("an abort ends the build and its builder", async () => {
    const controller = new AbortController();
    const word = freshWord();
    const run = build(shellDerivation("long", `echo ${word}; while :; do :; done`), {
      signal: controller.signal,
      onLine: (line) => {
        if (line === word) controller.abort();
      },
    });
    // It would go on for ever.
    await expect(run).rejects.toMatchObject({ problems: [{ code: "NP502" }] });
  });
});
