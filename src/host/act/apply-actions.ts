import { ProblemError, type Problem } from "../../problems/problem.js";
import {
  containerState,
  stepsToPutBack,
  type ContainerState,
  type WayBack,
} from "./container-state.js";
import { jobOf, stepsOf } from "./apply-steps.js";
import type { DesiredContainer } from "../actions/desired.js";
import { isInEffect } from "../actions/differences.js";
import { removeContainer } from "./destroy-container.js";
import { readContainer, type HostContainer } from "../snapshot/host-state.js";
import { inTheWay, type ConfigInUse } from "../actions/foreign-containers.js";
import type { HostLayout } from "../layout.js";
import { withContainerLock } from "../locks.js";
import { actionFor, isOf, type Action } from "../actions/plan-actions.js";
import { runSteps, type Step } from "./steps.js";
import { unitJob } from "../systemd.js";
import { noteVainStart, vainStart } from "../snapshot/vain-start.js";
import {
  demandNoRemoval,
  forgetUnfinished,
  noteUnfinished,
  readUnfinished,
  type Unfinished,
} from "../snapshot/unfinished.js";

export interface ApplyActionOptions extends ConfigInUse {
  /** Put the previous state back where a container does not come up. */
  readonly rollBack: boolean;
  readonly onStep: (name: string, step: string) => void;
  /** Told where something is now that somebody had changed. */
  readonly onKept?: ((name: string, path: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings one container to what it is to be. What that takes is planned anew while its lock is held:
 * another command may have changed it since it was shown. Killed at any point, the next plan says the
 * same again.
 * @param gives whether others have got what it had, so that it is not started with that again
 * @returns what was done; undefined where nothing was left to do
 * @throws ProblemError NP740 where it is up without all that it was started with; NP731 where it did not
 *   come up and is as it was before; NP714 where that was
 *   not wanted, or there was nothing before; NP703, NP705, NP706, NP711, NP715, NP722
 */
export async function applyAction(
  layout: HostLayout,
  desired: DesiredContainer,
  options: ApplyActionOptions,
  gives = false,
): Promise<Action | undefined> {
  const { name } = desired;
  return withContainerLock(layout, name, async () => {
    const current = await demandNotInTheWay(layout, name, options);
    const action = actionFor(desired, current, options.config);
    if (!isToBeDone(action, current)) return undefined;
    const before = stateBefore(layout, current);
    const gave = gives || hasGiven(layout, name);
    const job = jobOf(layout, action, desired);
    try {
      await runSteps(
        [
          noteStep(layout, action, before, gave),
          ...stepsOf(layout, desired, job, current, options),
        ],
        (step) => {
          options.onStep(name, step);
        },
      );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!options.rollBack || !isOfUnit(error)) {
        const isStopped = current.begun === "restarted" && current.running === false;
        throw isStopped ? new ProblemError([...error.problems, notStarted(name)]) : error;
      }
      // What was not restarted is not stopped either.
      const isReload = job === "reload" && current.begun === undefined;
      const back = gave ? "leave stopped" : isReload ? "reload" : "start";
      throw await rolledBack(layout, name, { before, back }, error, options);
    }
    await forgetUnfinished(layout, name);
    if (job === "start" || job === "restart") await demandInEffect(layout, name, options);
    return action;
  });
}

/** @throws ProblemError NP740 for what its start has not brought about; it is not restarted for that again */
async function demandInEffect(
  layout: HostLayout,
  name: string,
  { signal }: ApplyActionOptions,
): Promise<void> {
  const current = await readContainer(layout, name, signal);
  const problems = vainStart(current);
  if (problems.length === 0) return;
  await noteVainStart(layout, current);
  throw new ProblemError(problems);
}

/**
 * Stops a container that is to be restarted, so that others can start with what it gives up. It is
 * noted: killed in between, the next apply starts it.
 * @returns what starts it again as it was, where nothing comes of it; undefined where it was not stopped
 * @throws as `applyAction`
 */
export async function stopToGive(
  layout: HostLayout,
  desired: DesiredContainer,
  options: ApplyActionOptions,
): Promise<(() => Promise<void>) | undefined> {
  const { name } = desired;
  return withContainerLock(layout, name, async () => {
    const current = await demandNotInTheWay(layout, name, options);
    const action = actionFor(desired, current, options.config);
    if (action.kind !== "restarted" || current.running !== true) return undefined;
    const noted = readUnfinished(layout, name);
    await runSteps(
      [
        noteStep(layout, action, stateBefore(layout, current), true),
        {
          name: "stop the container",
          run: () => unitJob(layout.system, "stop", name, options.signal),
        },
      ],
      (step) => {
        options.onStep(name, step);
      },
    );
    return () => startAgain(layout, name, noted, options);
  });
}

/** @param noted what was noted of it before it was stopped */
async function startAgain(
  layout: HostLayout,
  name: string,
  noted: Unfinished | undefined,
  { signal, onStep }: ApplyActionOptions,
): Promise<void> {
  await withContainerLock(layout, name, async () => {
    const start = {
      name: "start it again",
      run: () => unitJob(layout.system, "start", name, signal),
    };
    try {
      await runSteps([start], (step) => {
        onStep(name, step);
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      throw new ProblemError([...error.problems, notStarted(name)]);
    }
    if (noted === undefined) await forgetUnfinished(layout, name);
    else await noteUnfinished(layout, name, noted);
  });
}

/**
 * Takes a container off the host that a config has no more, and keeps its root: it is data.
 * @returns whether it was still there, and that config's
 * @throws as `removeContainer`; NP705
 */
export async function pruneContainer(
  layout: HostLayout,
  name: string,
  { config, onStep, onKept, signal }: ApplyActionOptions,
): Promise<boolean> {
  return withContainerLock(layout, name, async () => {
    if (!isOf(await readContainer(layout, name, signal), config)) return false;
    await removeContainer(
      layout,
      name,
      (step) => {
        onStep(name, step);
      },
      { signal, onKept: (path) => onKept?.(name, path) },
    );
    await forgetUnfinished(layout, name);
    return true;
  });
}

/** Whether there is anything to do, or to end that an apply had begun. */
export function isToBeDone({ kind, reasons }: Action, current: HostContainer | undefined): boolean {
  return kind !== "untouched" || reasons.length > 0 || current?.begun !== undefined;
}

async function demandNotInTheWay(
  layout: HostLayout,
  name: string,
  options: ApplyActionOptions,
): Promise<HostContainer> {
  demandNoRemoval(layout, name);
  const current = await readContainer(layout, name, options.signal);
  const problems = inTheWay(current, layout, options);
  if (problems.length > 0) throw new ProblemError(problems);
  return current;
}

/** What a container is put back to: what it was before it was touched by an apply that was killed. */
function stateBefore(layout: HostLayout, current: HostContainer): ContainerState {
  const { name } = current;
  const note = readUnfinished(layout, name);
  const noted = note?.command === "apply" ? note.before.state : undefined;
  // It may be up since, with what the host has now.
  if (noted === undefined || isInEffect(current)) return containerState(layout, name);
  return noted as ContainerState;
}

/** Whether it was stopped for others by an apply that was killed, or failed. */
function hasGiven(layout: HostLayout, name: string): boolean {
  const note = readUnfinished(layout, name);
  return note?.command === "apply" && note.before.gave === true;
}

function noteStep(
  layout: HostLayout,
  { name, kind }: Action,
  state: ContainerState,
  gave: boolean,
): Step {
  const note = { command: "apply", before: { kind, state, gave } };
  return { name: "note that it has begun", run: () => noteUnfinished(layout, name, note) };
}

/** The problems to tell of a container that did not come up, when it has been put back. */
async function rolledBack(
  layout: HostLayout,
  name: string,
  { before, back }: { readonly before: ContainerState; readonly back: WayBack },
  error: ProblemError,
  { signal, onStep }: ApplyActionOptions,
): Promise<ProblemError> {
  const details = error.problems.map((one) => one.details ?? one.message).join("\n");
  try {
    await runSteps(stepsToPutBack(layout, name, before, back, signal), (step) => {
      onStep(name, step);
    });
  } catch (second) {
    if (!(second instanceof ProblemError)) throw second;
    return new ProblemError([...error.problems, ...second.problems]);
  }
  // One that is to be started still is known by its note.
  if (back !== "leave stopped") await forgetUnfinished(layout, name);
  if (before.conf === undefined) return error;
  const failed = back === "reload" ? "could not be reloaded to" : "did not come up as";
  const now =
    back === "leave stopped" ? "but it is not started: others have got what it had" : "and it runs";
  const problem: Problem = {
    code: "NP731",
    severity: "error",
    message: `container \`${name}\` ${failed} what it is now; its previous system and conf file are back, ${now}`,
    hint: `\`--no-rollback\` leaves it as it is, to be looked at`,
    details,
  };
  return new ProblemError([problem]);
}

function isOfUnit({ problems }: ProblemError): boolean {
  return problems.some(({ code }) => code === "NP714");
}

function notStarted(name: string): Problem {
  return {
    code: "NP714",
    severity: "error",
    message: `container \`${name}\` was stopped to be started anew, and that has not been done`,
    hint: `when the cause is gone, run \`nixpawn apply\` again, or \`nixpawn start ${name}\``,
  };
}
