import { isToBeDone } from "../host/act/apply-actions.js";
import { claimedByOthers } from "../host/actions/claims-of-others.js";
import { confFileText } from "../host/snapshot/conf-file.js";
import type { DesiredContainer } from "../host/actions/desired.js";
import type { HostContainer, HostState } from "../host/snapshot/host-state.js";
import { ownAddresses } from "../host/snapshot/own-addresses.js";
import { unitProblems } from "../host/snapshot/host-unit.js";
import type { ActionPlan } from "../host/actions/plan-actions.js";
import { vainStart } from "../host/snapshot/vain-start.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { locateProblems } from "../plan/locate.js";
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
  { dryRun, profilesOnly }: { readonly dryRun: boolean; readonly profilesOnly: boolean },
  signal: AbortSignal,
): Promise<Problem[]> {
  const own = await ownAddresses(host.layout, signal);
  const leaving = plan.actions.filter(({ kind }) => kind === "removed" || kind === "restarted");
  const names = leaving.map(({ name }) => name);
  const inHost = [
    ...plan.problems,
    ...claimedByOthers(desired, host, own, names),
    ...desired.flatMap(({ name }) => inVain(host.containers.get(name))),
    ...(profilesOnly ? [] : await ofUnit({ desired, host, plan }, signal)),
  ];
  const problems = [
    ...inHost.map((one): Problem => (dryRun ? { ...one, severity: "warning" } : one)),
    ...desired.flatMap((one) => unwritableConf(one, configFile)),
  ];
  if (problems.length === 0) return [];
  const traced = await compiled.trace();
  return locateProblems(problems, traced?.specs ?? {}, traced?.origins, traced?.fallback);
}

/** NP740, as warnings, for what a restart has not brought about, and another would not. */
function inVain(current: HostContainer | undefined): Problem[] {
  if (current?.inVain === undefined || current.inVain.length === 0) return [];
  const keys = (current.notCarriedOut ?? []).filter((key) => current.inVain?.includes(key));
  return vainStart({ ...current, notCarriedOut: keys }).map((one) => ({
    ...one,
    severity: "warning",
  }));
}

/** Where there is no systemd, or no unit, is told when something is to be done with it. */
async function ofUnit(planned: Planned, signal: AbortSignal): Promise<readonly Problem[]> {
  try {
    const found = await unitProblems(planned.host.layout, touched(planned), { signal });
    return found.filter(({ code }) => code !== "NP713");
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === "NP712")) {
      return [];
    }
    throw error;
  }
}

/** Containers that something is done to, or that run without what they are to have. */
function touched({ desired, host, plan }: Planned): readonly DesiredContainer[] {
  const names = new Set(
    plan.actions
      .filter((action) => isToBeDone(action, host.containers.get(action.name)))
      .map(({ name }) => name),
  );
  return desired.filter(({ name }) => names.has(name));
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
