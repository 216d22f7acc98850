import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { containerSchema } from "../../src/containers/container-schema.generated.js";
import { optionRows } from "../../src/containers/option-rows.generated.js";
import { optionEntries } from "../../src/containers/option-table.js";
import { targetNames } from "../../src/authoring/target-names.js";
import { root } from "../support/program.js";

test("what code reads of the option table is up to date (else: npm run generate)", () => {
  const script = "scripts/generate-option-rows.js";
  const made = execFileSync("node", [script, "--print"], { cwd: root, encoding: "utf8" });
  const kept = ["option-rows", "flag-rows", "line-rows", "container-schema"].map((name) =>
    readFileSync(join(root, `src/containers/${name}.generated.ts`), "utf8"),
  );
  expect(made).toBe(kept.join(""));
});

test("the tables in docs are up to date (else: npm run generate)", () => {
  const script = "scripts/generate-option-docs.js";
  const made = execFileSync("node", [script, "--print"], { cwd: root, encoding: "utf8" });
  const kept = ["conf-file", "options"].map((name) =>
    readFileSync(join(root, `docs/${name}.md`), "utf8"),
  );
  expect(made).toBe(kept.join(""));
});

test("every run loads no text of the table", () => {
  const texts = optionEntries.flatMap(([, { description, conf = {}, flags = {} }]) => [
    description,
    ...Object.values(conf).flatMap(({ meaning = [], without }) => [meaning, without].flat()),
    ...Object.values(flags).map(({ describe }) => describe),
  ]);
  const loaded = JSON.stringify([optionRows, containerSchema]);
  expect(texts.filter((text) => loaded.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
});

test("an option that a container runs with says what a change of it takes", () => {
  for (const [name, { change, conf, ofUnit, targets = [], instead }] of optionEntries) {
    const isOfRunning = conf !== undefined || ofUnit === true || name === "config";
    expect([name, change !== undefined]).toEqual([name, isOfRunning]);
    // The target "containers" is nixpkgs' own.
    expect([name, instead !== undefined]).toEqual([name, targets.length > 0]);
    expect(targetNames).toEqual(expect.arrayContaining([...targets]));
    expect(targets).not.toContain("containers");
  }
});
