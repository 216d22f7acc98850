import { dirname, resolve } from "node:path";
import type { Settings } from "../authoring/define-containers.js";
import { realPath } from "../load/cache/real-path.js";
import type { PlanOptions } from "./plan-options.js";
import type { PlanSettings } from "./plan.js";

/** The settings of a plan: those of its config, or what is given in their place. */
export function planSettings(
  configFile: string,
  settings: Settings,
  given: Pick<PlanOptions, "outDir" | "target">,
): PlanSettings {
  return {
    target: given.target ?? settings.target ?? "containers",
    outDir: realPath(given.outDir ?? resolve(dirname(configFile), settings.outDir ?? "containers")),
    nixpkgs: settings.nixpkgs,
  };
}
