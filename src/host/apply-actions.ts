import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ProblemError, type Problem } from "../problems/problem.js";
import { writeConf, writeUnitFiles } from "./container-files.js";
import { containerState, stepsToPutBack, type ContainerState } from "./container-state.js";
import type { DesiredContainer } from "./desired.js";
import { removeContainer } from "./destroy-container.js";
import type { HostLayout } from "./layout.js";
import { withContainerLock } from "./locks.js";
import type { Action } from "./plan-actions.js";
import { leadTo } from "./profile-link.js";
import { runSteps, type Step } from "./steps.js";
import { unitJob, type Job } from "./systemd.js";
import { forgetUnfinished, noteUnfinished, readUnfinished } from "./unfinished.js";
import { onHost } from "./write-file.js";

export interface ApplyActionOptions {
  /** Absolute path of the config that the containers come from. */
  readonly config: string;
  /** Put the previous state back where a container does not come up. */
  readonly rollBack: boolean;
  readonly onStep: (name: string, step: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does to one container what the plan says. Killed at any point, the next plan says the same again.
 * @param desired undefined for one that is removed
 * @throws ProblemError NP731 where it did not come up and is as it was before; NP714 where that was
 *   not wanted, or there was nothing before; NP705, NP706, NP711
 */
export async function applyAction(
  layout: HostLayout,
  action: Action,
  desired: DesiredContainer | undefined,
  options: ApplyActionOptions,
): Promise<void> {
  const { name, kind } = action;
  await withContainerLock(layout, name, async () => {
    const onStep = (step: string): void => {
      options.onStep(name, step);
    };
    if (desired === undefined) {
      await removeContainer(layout, name, onStep, { signal: options.signal });
      await forgetUnfinished(layout, name);
      return;
    }
    const noted = notedBefore(layout, name);
    const before = noted ?? containerState(layout, name);
    const note = { command: "apply", before: { kind, state: before } };
    const job = jobOf(layout, action, desired);
    try {
      await runSteps(
        [
          { name: "note that it has begun", run: () => noteUnfinished(layout, name, note) },
          ...stepsOf(layout, desired, job, options),
        ],
        onStep,
      );
    } catch (error) {
      if (!options.rollBack || !isOfUnit(error)) throw error;
      // What was not restarted is not stopped either.
      const back = job === "reload" && noted === undefined ? "reload" : "start";
      throw await rolledBack(layout, name, { before, back }, error, options);
    }
    await forgetUnfinished(layout, name);
  });
}

/** What a container was before it was touched by an apply that was killed. */
function notedBefore(layout: HostLayout, name: string): ContainerState | undefined {
  const note = readUnfinished(layout, name);
  return note?.command === "apply" ? (note.before.state as ContainerState | undefined) : undefined;
}

/** What systemd has to do then; nothing to a host that does not run. */
function jobOf({ root }: HostLayout, action: Action, desired: DesiredContainer): Job | undefined {
  if (root !== "/") return undefined;
  switch (action.kind) {
    case "created":
      return desired.conf.get("AUTO_START") === "1" ? "start" : undefined;
    case "restarted":
      return "restart";
    case "reloaded":
      return "reload";
    case "removed":
    case "untouched":
      return undefined;
  }
}

function stepsOf(
  layout: HostLayout,
  desired: DesiredContainer,
  job: Job | undefined,
  { config, signal }: ApplyActionOptions,
): Step[] {
  const { name, system } = desired;
  const gcRoot = join(layout.gcRoots, name);
  return [
    ...(system === undefined
      ? []
      : [{ name: "set the profile", run: () => leadTo(layout, name, system, signal) }]),
    {
      name: "make a root for garbage collection",
      run: async () => {
        await onHost(gcRoot, () => mkdir(gcRoot, { recursive: true, mode: 0o755 }));
      },
    },
    {
      name: "write the conf file",
      run: () => writeConf(layout, desired, config),
    },
    { name: "write the unit's files", run: () => writeUnitFiles(layout, desired, signal) },
    ...(job === undefined
      ? []
      : [{ name: `${job} the container`, run: () => unitJob(job, name, signal) }]),
  ];
}

/** The problems to tell of a container that did not come up, when it has been put back. */
async function rolledBack(
  layout: HostLayout,
  name: string,
  { before, back }: { readonly before: ContainerState; readonly back: "start" | "reload" },
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
  await forgetUnfinished(layout, name);
  if (before.conf === undefined) return error;
  const problem: Problem = {
    code: "NP731",
    severity: "error",
    message: `container \`${name}\` ${back === "reload" ? "could not be reloaded to" : "did not come up as"} what it is now; its previous system and conf file are back, and it runs`,
    hint: `\`--no-rollback\` leaves it as it is, to be looked at`,
    details,
  };
  return new ProblemError([problem]);
}

function isOfUnit(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problems.some(({ code }) => code === "NP714");
}
