import { expect, test } from "@jest/globals";
import { nix } from "../../src/index.js";
import { leftRunning } from "../../src/cli/left-running.js";
import { nullValue } from "../../src/nix/build.js";
import type { TargetName } from "../../src/authoring/target-names.js";

const plan = (target: TargetName, containers: Readonly<Record<string, unknown>>) => ({
  configFile: "/containers.ts",
  settings: { target, outDir: "/containers", nixpkgs: undefined },
  containers: Object.entries(containers).map(([name, autoStart]) => ({
    name,
    given: { autoStart },
    syntax: nullValue(),
    formals: [],
  })),
});

test("a switch of nixpkgs' own module leaves containers without autoStart as they run", () => {
  const containers = { a: true, b: undefined, c: false, d: nix`true` };
  expect(leftRunning(plan("containers", containers))).toContain("`autoStart`: b, c;");
  expect(leftRunning(plan("containers", { a: true }))).toBeUndefined();
  expect(leftRunning(plan("systemd.containers", containers))).toBeUndefined();
});
