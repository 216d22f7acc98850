import type { Plan } from "../plan/plan.js";
import { containersTarget } from "./containers.js";
import type { PrintMemory } from "./print-memory.js";
import type { Target, Tree } from "./target.js";

export { containerFile } from "./container-module.js";

/** Loaded when it is wanted, but for the usual one. */
const targets: Readonly<Record<Plan["settings"]["target"], () => Target | Promise<Target>>> = {
  containers: () => containersTarget,
  "systemd.containers": async () =>
    (await import("./systemd-containers.js")).systemdContainersTarget,
  units: async () => (await import("./units.js")).unitsTarget,
};

/**
 * Compiles a plan to the files of its target.
 * @param memory what earlier runs printed
 * @throws ProblemError NP732 and NP702 for what the units target cannot say
 */
export async function renderPlan(plan: Plan, memory?: PrintMemory): Promise<Tree> {
  const target = await targets[plan.settings.target]();
  return target.render(plan, memory);
}
