import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import { configOf, goodConfig } from "../support/configs.js";
import { environment, filesIn, folderWith, root } from "../support/program.js";

/** Runs a line of shell in which `nixpawn` is the program. */
async function shell(cwd: string, line: string) {
  const { stdout, stderr, exitCode } = await execa("bash", ["-c", line], {
    cwd,
    reject: false,
    env: { ...environment(cwd), program: `${root}dist/cli.js` },
  });
  return { stdout, stderr, exitCode };
}
const nixpawn = '"$(type -P node)" "$program"';
const status = 'echo "${PIPESTATUS[0]}"';

const many = Array.from({ length: 300 }, (_, index) => `c${String(index)}: { autoStrat: 1 }`);
const bad = configOf(many.join(", "));

describe("a reader that has seen enough", () => {
  test.each([
    ["schema", 0],
    ["explain", 0],
    ["--help", 0],
    ["validate --format json", 1],
    ["validate --format github", 1],
    ["generate --check --format json", 1],
  ])("nixpawn %s | head -c 1: exit code %i", async (line, code) => {
    const folder = folderWith({ "containers.ts": bad });
    for (const reader of ["head -c 1 >/dev/null", "true"]) {
      const run = await shell(folder, `${nixpawn} ${line} | ${reader}; ${status}`);
      expect(run).toEqual({ stdout: String(code), stderr: "", exitCode: 0 });
    }
  });

  test("keeps no tree from being written", async () => {
    const folder = folderWith({ "containers.ts": goodConfig });
    const line = `${nixpawn} generate --format json | true; ${status}`;
    expect(await shell(folder, line)).toEqual({ stdout: "0", stderr: "", exitCode: 0 });
    expect(Object.keys(filesIn(folder))).toContain("containers/web.nix");
  });

  test("of stderr changes nothing either", async () => {
    const folder = folderWith({ "containers.ts": bad });
    const line = `${nixpawn} validate 2>&1 >/dev/null | true; ${status}`;
    expect(await shell(folder, line)).toEqual({ stdout: "1", stderr: "", exitCode: 0 });
  });
});

test("closed streams are no mistake of nixpawn", async () => {
  const folder = folderWith({ "containers.ts": goodConfig });
  const run = await shell(folder, `${nixpawn} schema >&- && ${nixpawn} validate 2>&- <&-`);
  expect(run).toEqual({ stdout: "", stderr: "", exitCode: 0 });
});

const describeFull = existsSync("/dev/full") ? describe : describe.skip;
describeFull("a full disk", () => {
  test.each(["schema", "explain NP103", "completion bash", "validate --format json"])(
    "nixpawn %s > /dev/full says so and fails",
    async (line) => {
      const folder = folderWith({ "containers.ts": goodConfig });
      expect(await shell(folder, `${nixpawn} ${line} > /dev/full`)).toEqual({
        stdout: "",
        stderr: "error NP903: cannot write to stdout: no space is left on the device",
        exitCode: 1,
      });
    },
  );

  test("under stderr changes no result", async () => {
    const folder = folderWith({ "bad/containers.ts": bad, "good/containers.ts": goodConfig });
    for (const [name, code] of [
      ["bad", "1"],
      ["good", "0"],
    ]) {
      const line = `${nixpawn} validate -c ${name ?? ""} 2> /dev/full; echo "$?"`;
      expect(await shell(folder, line)).toEqual({ stdout: code, stderr: "", exitCode: 0 });
    }
  });
});
