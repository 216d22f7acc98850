import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { carryOut } from "../host/act/carry-out.js";
import { desiredContainer, type DesiredContainer } from "../host/actions/desired.js";
import { readHost, type HostState } from "../host/snapshot/host-state.js";
import { hostLayout, type HostLayout } from "../host/layout.js";
import { planActions, type Action, type ActionPlan } from "../host/actions/plan-actions.js";
import { setProfiles, unwritable, type SetProfile } from "../host/act/set-profiles.js";
import { closureDifferences, type ClosureDifference } from "../nix/program/closure.js";
import { buildSystems, type SystemToBuild } from "../evaluate/build-systems.js";
import { requestOf, type CheckedContainer } from "../evaluate/check.js";
import { withTemporaryRoots } from "../evaluate/temporary-roots.js";
import type { Nixpkgs } from "../evaluate/nixpkgs/nixpkgs.js";
import { asErrors, hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import { evaluateTree, type EvaluatedTree, type EvaluationChoices } from "./evaluate-tree.js";
import { applyProblems } from "./apply-problems.js";
import type { Progress } from "./progress.js";
import type { ReadyTree } from "./ready-tree.js";

export interface ApplyChoices extends EvaluationChoices {
  /** Change nothing on the host. */
  readonly dryRun: boolean;
  readonly prune: boolean;
  /** Containers that nixpawn put on the host otherwise become this config's. */
  readonly takeOver: boolean;
  /** Warnings are errors, and stop it. */
  readonly strict: boolean;
  /** Build, and set the profiles; leave the rest of the host alone. */
  readonly profilesOnly: boolean;
  /** Put the previous state back where a container does not come up. */
  readonly rollBack: boolean;
  /** Another folder in place of `/`. */
  readonly root?: string | undefined;
}

/** What people are told while it goes on. */
export interface ApplyListener {
  readonly announce: (nixpkgs: Nixpkgs, count: number) => Progress;
  /** Told which systems are built, before they are. */
  readonly onBuild: (names: readonly string[]) => void;
  /** Called with every line of the build's log. */
  readonly onLine: (line: string) => void;
  /** Told of every step on the host, and of containers that are done. */
  readonly onStep: (name: string, step: string) => void;
  readonly onDone: (action: Action) => void;
  /** Told where something of the host is now that somebody had changed. */
  readonly onKept: (name: string, path: string) => void;
}

export interface AppliedTree {
  readonly evaluated: EvaluatedTree;
  /** Undefined where problems came first. */
  readonly plan: ActionPlan | undefined;
  /** What differs inside of each system that changes, by the container's name. */
  readonly closures: ReadonlyMap<string, readonly ClosureDifference[]>;
  readonly profiles: readonly SetProfile[];
  readonly problems: readonly Problem[];
}

/**
 * Evaluates and builds the systems of a tree's containers and, unless it is a dry run, sets their
 * profiles; the host is read, and what is left to do on it is planned. No profile is set before all
 * systems are built.
 * @throws NixError, ProblemError NP5xx and NP7xx
 */
export async function applyTree(
  ready: ReadyTree,
  choices: ApplyChoices,
  signal: AbortSignal,
  listener: ApplyListener,
): Promise<AppliedTree> {
  const evaluated = await evaluateTree(ready, choices, signal, listener.announce);
  const nothing = { evaluated, plan: undefined, closures: new Map(), profiles: [] };
  const stopBy = (problems: readonly Problem[]): boolean =>
    hasErrors(choices.strict ? asErrors(problems) : problems);
  if (stopBy(evaluated.problems)) return { ...nothing, problems: evaluated.problems };
  const { configFile, containers } = ready.plan;
  const layout = hostLayout(resolve(choices.root ?? "/"));
  const desired = evaluated.checked.map(desiredOf);
  const names = desired.map(({ name }) => name);
  const host = await readHost(layout, names, signal);
  const inPlan = {
    config: configFile,
    takeOver: choices.takeOver,
    known: containers.map(({ name }) => name),
    prune: choices.prune,
  };
  const plan = planActions(desired, host, inPlan);
  const inHost = await applyProblems(ready, { desired, host, plan }, choices, signal);
  const problems = [...evaluated.problems, ...inHost];
  if (stopBy(problems)) return { ...nothing, plan, problems };
  const changed = toBuild(desired, host);
  if (!choices.dryRun) refuseEarly(layout, changed);
  if (changed.length > 0) listener.onBuild(changed.map(({ name }) => name));
  const { nixpkgs, system } = evaluated;
  const { onLine } = listener;
  const built = await withTemporaryRoots(async (roots) => {
    const systems = systemsOf(ready, evaluated, changed);
    await buildSystems(systems, { nixpkgs: nixpkgs.path, system, roots, signal, onLine });
    const closures = await closuresOf(plan, signal);
    if (choices.dryRun) return { closures, profiles: [], failed: [] };
    if (choices.profilesOnly) {
      return { closures, profiles: await setProfiles(layout, changed, signal), failed: [] };
    }
    const { onStep, onDone, onKept } = listener;
    const { rollBack } = choices;
    const told = { ...inPlan, rollBack, onStep, onDone, onKept, signal };
    const failed = await carryOut(layout, desired, told);
    return { closures, profiles: [], failed };
  });
  const { failed, ...rest } = built;
  return { ...rest, evaluated, plan, problems: [...problems, ...failed] };
}

/** Where nixpawn builds no system, the container is started from its `path`. */
function desiredOf({ name, evaluation }: CheckedContainer): DesiredContainer {
  const { toplevel = null, systemPath = null, options = {} } = evaluation ?? {};
  const given = systemPath === null ? options : { ...options, path: systemPath };
  // NixOS has checked the types.
  const system = toplevel === null ? undefined : (systemPath ?? undefined);
  return desiredContainer({ name, options: given, system });
}

interface Changed {
  readonly name: string;
  readonly system: string;
}

/** Systems that the profiles do not lead to yet. What a profile leads to is in the store. */
function toBuild(desired: readonly DesiredContainer[], { containers }: HostState): Changed[] {
  return desired.flatMap(({ name, system }) =>
    system === undefined || containers.get(name)?.profile?.system === system
      ? []
      : [{ name, system }],
  );
}

function refuseEarly(layout: HostLayout, changed: readonly Changed[]): void {
  const problems = unwritable(layout, changed);
  if (problems.length > 0) throw new ProblemError(problems);
}

function systemsOf(
  { plan }: ReadyTree,
  { checked }: EvaluatedTree,
  changed: readonly Changed[],
): SystemToBuild[] {
  return changed.flatMap(({ name }) => {
    const container = plan.containers.find((one) => one.name === name);
    const toplevel = checked.find((one) => one.name === name)?.evaluation?.toplevel;
    return container === undefined || toplevel === undefined || toplevel === null
      ? []
      : [{ ...requestOf(plan, container, false), toplevel }];
  });
}

async function closuresOf(
  { actions }: ActionPlan,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly ClosureDifference[]>> {
  const pairs = actions.flatMap(({ name, systems: { before, after } }) =>
    // It may have been collected as garbage, or be in the store of another root.
    before === undefined ||
    after === undefined ||
    before === after ||
    !existsSync(join(before, "."))
      ? []
      : [{ name, before, after }],
  );
  const differences = await closureDifferences(pairs, { signal });
  return new Map(pairs.map(({ name }, index) => [name, differences[index] ?? []]));
}
