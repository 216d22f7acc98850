import type { Plan } from "../spec/plan.js";
import { containersTarget } from "./containers.js";
import type { Target, Tree } from "./target.js";

export { containerFile } from "./containers.js";

const targets: Readonly<Record<Plan["settings"]["target"], Target>> = {
  containers: containersTarget,
};

/** Compiles a plan to the files of its target. */
export function renderPlan(plan: Plan): Tree {
  return targets[plan.settings.target].render(plan);
}
