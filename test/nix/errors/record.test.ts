import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { test } from "@jest/globals";
import { nixVersion } from "../../../src/nix/program/version.js";
import { cases } from "./support/cases.js";
import { fixtures } from "./support/fixtures.js";
import { forFixture, runCase, type Variant } from "./support/run-case.js";

/** RECORD_NIX_ERRORS=1 writes down what the Nix on PATH says, into fixtures/<version>/. */
const recording = process.env.RECORD_NIX_ERRORS !== undefined;

(recording ? test : test.skip)(
  "record",
  async () => {
    const version = await nixVersion();
    const folder = `${fixtures}${String(version.major)}.${String(version.minor)}`;
    mkdirSync(folder, { recursive: true });
    for (const one of cases) {
      if (one.since !== undefined && version.minor < one.since) continue;
      const found = (path: string) =>
        spawnSync("nix-instantiate", ["--find-file", path], { stdio: "ignore" }).status === 0;
      if (one.needs !== undefined && !found(one.needs)) continue;
      const variants: readonly Variant[] =
        one.traced === true ? ["plain", "trace", "json"] : ["plain", "json"];
      for (const variant of variants) {
        const log = forFixture(await runCase(one, variant));
        writeFileSync(`${folder}/${one.name}.${variant}.txt`, log);
      }
    }
  },
  600_000,
);
