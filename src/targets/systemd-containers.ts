import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containerModules } from "./container-module.js";
import type { PrintMemory } from "./print-memory.js";
import { filesBelow, shipped } from "./shipped.js";
import { moduleFolder, modulePlaces } from "./places.js";
import { byPath, configOf, type GeneratedFile, type Target, type Tree } from "./target.js";
import { withShippedHeader } from "./header.js";
import { textFile } from "./text-file.js";
import type { Plan } from "../plan/plan.js";

/**
 * Modules for `systemd.containers.<name>`, with the module that declares it. The tree has a copy of
 * it, so that a flake sees it and a review does, too; each container's module imports it, so that
 * one can be used without the others.
 */
export const systemdContainersTarget: Target = {
  name: "systemd.containers",
  render(plan: Plan, memory?: PrintMemory): Tree {
    const style = { option: ["systemd", "containers"], imports: [moduleFolder] };
    const files = [...containerModules(plan, style, memory), ...bundledModule()];
    return { files: files.sort(byPath), places: modulePlaces, config: configOf(plan) };
  },
};

function bundledModule(): GeneratedFile[] {
  const folder = shipped("nixos-modules/systemd-containers");
  return filesBelow(folder).map((path) =>
    textFile(
      `${moduleFolder}/${path}`,
      withShippedHeader(readFileSync(join(folder, path), "utf8")),
    ),
  );
}
