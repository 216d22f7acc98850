import { claimedByOthers } from "../host/claimed.js";
import { confFileText } from "../host/conf-file.js";
import type { DesiredContainer } from "../host/desired.js";
import type { HostState } from "../host/host-state.js";
import { ownAddresses } from "../host/own-addresses.js";
import type { ActionPlan } from "../host/plan-actions.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { locateProblems } from "../spec/locate.js";
import type { ReadyTree } from "./ready-tree.js";

interface Planned {
  readonly desired: readonly DesiredContainer[];
  readonly host: HostState;
  readonly plan: ActionPlan;
}

/**
 * What keeps a plan from being carried out: containers in the way, what others have, what no conf file
 * can hold; each at its place in the config. A dry run is told what is the host's all the same.
 * @throws ProblemError NP502 when it was interrupted
 */
export async function applyProblems(
  { compiled, plan: { configFile } }: ReadyTree,
  { desired, host, plan }: Planned,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<Problem[]> {
  const own = await ownAddresses(host.layout, signal);
  const leaving = plan.actions.filter(({ kind }) => kind === "removed" || kind === "restarted");
  const names = leaving.map(({ name }) => name);
  const inHost = [...plan.problems, ...claimedByOthers(desired, host, own, names)];
  const problems = [
    ...inHost.map((one): Problem => (dryRun ? { ...one, severity: "warning" } : one)),
    ...desired.flatMap((one) => unwritableConf(one, configFile)),
  ];
  if (problems.length === 0) return [];
  const traced = await compiled.trace();
  return locateProblems(problems, traced?.specs ?? {}, traced?.origins, traced?.fallback);
}

function unwritableConf(desired: DesiredContainer, configFile: string): readonly Problem[] {
  try {
    confFileText(desired, configFile);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems;
  }
}
