import type { Plan } from "../spec/plan.js";
import { containersTarget } from "./containers.js";
import type { PrintMemory } from "./print-memory.js";
import type { Target, Tree } from "./target.js";

export { containerFile } from "./containers.js";

const targets: Readonly<Record<Plan["settings"]["target"], Target>> = {
  containers: containersTarget,
};

/**
 * Compiles a plan to the files of its target.
 * @param memory what earlier runs printed
 */
export function renderPlan(plan: Plan, memory?: PrintMemory): Tree {
  return targets[plan.settings.target].render(plan, memory);
}
