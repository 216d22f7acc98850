import type { Plan } from "../plan/plan.js";
import { containerModules } from "./container-module.js";
import type { PrintMemory } from "./print-memory.js";
import { modulePlaces } from "./places.js";
import { byPath, configOf, type Target, type Tree } from "./target.js";

/** Modules for upstream's `containers.<name>`. */
export const containersTarget = {
  name: "containers",
  render(plan: Plan, memory?: PrintMemory): Tree {
    const style = { option: ["containers"], imports: [] };
    const files = containerModules(plan, style, memory).sort(byPath);
    return { files, places: modulePlaces, config: configOf(plan) };
  },
} satisfies Target;
