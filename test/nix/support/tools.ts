import { spawnSync } from "node:child_process";
import { describe } from "@jest/globals";

/** `describe`, but skipped, and so counted as skipped, where a program is not on PATH. */
export function describeWith(program: string): typeof describe | typeof describe.skip {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
  return found ? describe : describe.skip;
}
