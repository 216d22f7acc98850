import { expect, test } from "@jest/globals";
import type { UnitTrait } from "../../../src/host/snapshot/effects.js";
import { hostLayout } from "../../../src/host/layout.js";
import { noteUnitInEffect, readUnitInEffect } from "../../../src/host/snapshot/unit-in-effect.js";
import { folderWith } from "../../support/program.js";

test("what a run was started with is known in that run, and in no other", async () => {
  const layout = hostLayout(folderWith({}));
  const unit = new Map<UnitTrait, string>([["enableTun", "true"]]);
  expect(readUnitInEffect(layout, "web", "1")).toBeUndefined();
  await noteUnitInEffect(layout, "web", "1", unit);
  expect(readUnitInEffect(layout, "web", "1")).toEqual(unit);
  expect(readUnitInEffect(layout, "web", "2")).toBeUndefined();
  expect(readUnitInEffect(layout, "db", "1")).toBeUndefined();
  await noteUnitInEffect(layout, "web", "2", new Map());
  expect(readUnitInEffect(layout, "web", "2")).toEqual(new Map());
});
