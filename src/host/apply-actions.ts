import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setProfile } from "../nix/program/profile.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { readConfFile } from "./conf-file.js";
import {
  dropInPath,
  removeUnitFiles,
  writeConf,
  writeText,
  writeUnitFiles,
} from "./container-files.js";
import type { DesiredContainer } from "./desired.js";
import { removeContainer } from "./destroy-container.js";
import { confPath, type HostLayout } from "./layout.js";
import { withContainerLock } from "./locks.js";
import type { Action } from "./plan-actions.js";
import { profileLink, readProfile } from "./profile-link.js";
import { forgetUnfinished, noteUnfinished, runSteps, type Step } from "./steps.js";
import { stopSurely, unitJob, type Job } from "./systemd.js";
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
    if (desired === undefined) {
      const onStep = (step: string): void => {
        options.onStep(name, step);
      };
      await removeContainer(layout, name, onStep, { signal: options.signal });
      return;
    }
    const before = stateOf(layout, name);
    await noteUnfinished(layout, name, { command: "apply", before: { kind } });
    const job = jobOf(layout, action, desired);
    try {
      await runSteps(stepsOf(layout, desired, job, options), (step) => {
        options.onStep(name, step);
      });
    } catch (error) {
      if (!options.rollBack || !isOfUnit(error)) throw error;
      throw await rolledBack(layout, name, before, error, options);
    }
    await forgetUnfinished(layout, name);
  });
}

/** What is on the host of a container: enough to put it back. */
interface ContainerState {
  readonly conf: string | undefined;
  readonly dropIn: string | undefined;
  readonly system: string | undefined;
}

function stateOf(layout: HostLayout, name: string): ContainerState {
  return {
    conf: textOf(confPath(layout, name)),
    dropIn: textOf(dropInPath(layout, name)),
    system: readProfile(layout, name)?.system,
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
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

/** The problem to tell, when the container has been put back. */
async function rolledBack(
  layout: HostLayout,
  name: string,
  before: ContainerState,
  error: ProblemError,
  { signal, onStep }: ApplyActionOptions,
): Promise<ProblemError> {
  const details = error.problems.map((one) => one.details ?? one.message).join("\n");
  // systemd tries again and again; what is put back is started once.
  await stopSurely(name, signal).catch(() => undefined);
  if (before.conf === undefined) {
    const conf = confPath(layout, name);
    await onHost(conf, () => rm(conf, { force: true }));
    await removeUnitFiles(layout, name, signal);
    await forgetUnfinished(layout, name);
    return error;
  }
  if (before.system !== undefined) await leadTo(layout, name, before.system, signal);
  await writeText(confPath(layout, name), before.conf);
  const { values } = readConfFile(before.conf);
  await writeUnitFiles(layout, { name, dropIn: before.dropIn, conf: values }, signal);
  onStep(name, "put the previous state back");
  await unitJob("start", name, signal);
  await forgetUnfinished(layout, name);
  const problem: Problem = {
    code: "NP731",
    severity: "error",
    message: `container \`${name}\` did not come up as it is now; its previous system and conf file are back, and it runs`,
    hint: `\`--no-rollback\` leaves it as it is, to be looked at`,
    details,
  };
  return new ProblemError([problem]);
}

async function leadTo(
  layout: HostLayout,
  name: string,
  system: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const profile = profileLink(layout, name);
  await onHost(profile, () => mkdir(dirname(profile), { recursive: true, mode: 0o755 }));
  if (readProfile(layout, name)?.system !== system) await setProfile(profile, system, { signal });
}

function isOfUnit(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problems.some(({ code }) => code === "NP714");
}
