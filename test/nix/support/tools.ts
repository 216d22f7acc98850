import { spawnSync } from "node:child_process";
import { describe } from "@jest/globals";

/** `describe`, but skipped, and so counted as skipped, where a program is not on PATH. */
export function describeWith(program: string): typeof describe | typeof describe.skip {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
  return found ? describe : describe.skip;
}

/** Whether Nix finds what a test needs; a suite without it is skipped, and so counted. */
export function describeWithPath(path: string): typeof describe | typeof describe.skip {
  const found = spawnSync("nix-instantiate", ["--eval", "-E", `<${path}>`], { stdio: "ignore" });
  return found.status === 0 ? describe : describe.skip;
}
