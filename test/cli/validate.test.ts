import { readdirSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { configOf, goodConfig, state, warningConfig } from "../support/configs.js";
import { folderWith, nixpawn } from "../support/program.js";

test("a good config: its containers are counted, and nothing is written", async () => {
  const folder = folderWith({ "containers.ts": goodConfig });
  expect(await nixpawn(folder, "validate")).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: "containers.ts: 1 container, no errors\n",
  });
  expect(readdirSync(folder).sort()).toEqual([".cache", "containers.ts"]);
  const none = folderWith({ "containers.json": '{ "containers": {} }' });
  expect((await nixpawn(none, "validate")).stderr).toBe(
    "containers.json: 0 containers, no errors\n",
  );
});

test("all problems are shown, errors last, in reading order, and counted", async () => {
  const source = configOf(
    `b: { autoStrat: 1, ${state} },\n a: { enableTun: "yes", ${state} },\n c: { autoStart: true, config: {} }`,
  );
  const { exitCode, stdout, stderr } = await nixpawn(
    folderWith({ "containers.ts": source }),
    "validate",
  );
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr.match(/^(?:error|warning) NP\d{3}/gm)).toEqual([
    expect.stringMatching(/^warning/),
    "error NP102",
    "error NP103",
  ]);
  expect(stderr).toMatch(/\n2 errors, 1 warning\n$/);
});

test("warnings alone pass, and --strict makes them errors", async () => {
  const folder = folderWith({ "containers.ts": warningConfig });
  const mild = await nixpawn(folder, "validate");
  expect(mild.exitCode).toBe(0);
  expect(mild.stderr).toMatch(
    /^warning [^]*\n1 warning\ncontainers\.ts: 1 container, no errors\n$/,
  );
  const strict = await nixpawn(folder, "validate", "--strict");
  expect(strict.exitCode).toBe(1);
  expect(strict.stderr).toMatch(/^error [^]*\n1 error\n$/);
});

test("no config, and a config that is not there", async () => {
  const folder = folderWith({});
  expect((await nixpawn(folder, "validate")).stderr).toContain("error NP001: no config file in");
  const missing = await nixpawn(folder, "validate", "-c", "none.ts");
  expect(missing.stderr).toContain("error NP002: there is no config file at `none.ts`");
  expect(missing.exitCode).toBe(1);
});
