import { resolve } from "node:path";
import { expectedConfig } from "../load/find.js";
import type { CompileResult } from "../plan/compile-result.js";
import type { Plan } from "../plan/plan.js";
import { renderPlan } from "../targets/index.js";
import { compareTree } from "../tree/compare.js";
import { isOldManifest } from "../tree/old-manifest.js";
import type { GenerateOptions } from "./generate-options.js";

/**
 * The plan of a host that is to have the unit and its scripts, for containers that `create` makes: one
 * of no containers, where no config was found. Where files of a config's containers are, which would be
 * removed, there is none.
 * @param compiled what came of looking for a config
 */
export async function unitAlone(
  { config, target, root }: GenerateOptions,
  { problems }: CompileResult,
  cwd: string,
): Promise<Plan | undefined> {
  if (config !== undefined || target !== "units" || root === undefined) return undefined;
  if (!problems.every(({ code }) => code === "NP001")) return undefined;
  const outDir = resolve(cwd, root);
  const plan = {
    configFile: expectedConfig(cwd),
    isUnitAlone: true,
    settings: { target, outDir, nixpkgs: undefined },
    containers: [],
  };
  const { removed } = compareTree(outDir, await renderPlan(plan));
  return removed.every(isOldManifest) ? plan : undefined;
}
