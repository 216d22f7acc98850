import { writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { runningValues } from "../../../src/host/snapshot/running-values.js";
import { folderWith } from "../../support/program.js";

function processWith(environ: string): string {
  const proc = folderWith({});
  mkdirSync(join(proc, "7"));
  writeFileSync(join(proc, "7", "environ"), environ);
  return proc;
}

test("the keys of a conf file in the environment of a process, and no other variables", () => {
  const environ = "PATH=/bin\0INSTANCE=web\0BIND=/a=b\nc:/d\0HOST_BRIDGE=\0root=/x\0odd\0";
  expect([...(runningValues(7, processWith(environ)) ?? [])]).toEqual([
    ["BIND", "/a=b\nc:/d"],
    ["HOST_BRIDGE", ""],
  ]);
});

test("nothing is known of a process that is not there, or about to end", () => {
  expect(runningValues(7, processWith(""))).toBeUndefined();
  expect(runningValues(8, processWith(""))).toBeUndefined();
});

test("of a process that runs", () => {
  const values = runningValues(process.pid);
  expect(values).toBeDefined();
  expect(values?.has("PATH")).toBe(false);
});
