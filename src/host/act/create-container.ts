import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import { hasErrors, ProblemError, type Problem } from "../../problems/problem.js";
import { createOptionOf } from "../snapshot/asked-of-unit.js";
import { freePair, takenAddresses } from "./addresses.js";
import { claimedByOthers } from "../actions/claims-of-others.js";
import { claimsOf } from "../snapshot/claims.js";
import { writeConf, writeUnitFiles } from "../container-files.js";
import {
  configurationPath,
  rootBefore,
  stepsToMake,
  stepsToTakeBack,
  type RootBefore,
} from "./create-steps.js";
import { desiredContainer, type DesiredContainer } from "../actions/desired.js";
import { unitProblems } from "../snapshot/host-unit.js";
import {
  demandName,
  demandOwnRoot,
  foreignPath,
  tracesOf,
} from "../snapshot/existing-container.js";
import { afterKilled, leftOver } from "./killed-create.js";
import { readHost } from "../snapshot/host-state.js";
import { pathOnHost, type HostLayout } from "../layout.js";
import { withContainerLock } from "../locks.js";
import { ownAddresses } from "../snapshot/own-addresses.js";
import { withHostLock } from "./set-profiles.js";
import { runAllSteps, runSteps } from "./steps.js";
import { forgetUnfinished, noteUnfinished } from "../snapshot/unfinished.js";

export interface NewContainer {
  readonly name: string;
  /** Validated; no Nix expression is among them. */
  readonly options: ContainerOptions;
  /** The text of its configuration.nix; undefined where its system comes from elsewhere. */
  readonly configuration: string | undefined;
  /** Builds its system and sets its profile. */
  readonly buildSystem: () => Promise<void>;
  /** Starts it when it is made; what fails there is not taken back. */
  readonly start?: (() => Promise<void>) | undefined;
  /** Told where something is now that was in the place of a file of its own, with another text. */
  readonly onKept?: ((path: string) => void) | undefined;
  /** Told what may not be carried out, before anything is made; what it throws ends that. */
  readonly onWarnings?: ((problems: readonly Problem[]) => void) | undefined;
  /** All that was asked for, in words by which the same command is known again. */
  readonly request: string;
}

/**
 * Makes a container: its root, its configuration, its conf file, its system and profile. What fails
 * is taken back; after `kill -9` the same command takes back what was left, and begins again.
 * @returns the options, with the addresses that were chosen
 * @throws ProblemError NP710, NP720 where there is a container of that name, NP722, NP715, NP716,
 *   NP705, NP706, NP711; NP735 beside the problem that it failed with, where that cannot be taken
 *   back; what `buildSystem` and `start` throw
 */
export async function createContainer(
  layout: HostLayout,
  wanted: NewContainer,
  onStep: (name: string) => void,
  signal?: AbortSignal,
): Promise<ContainerOptions> {
  demandName(wanted.name, true);
  return withContainerLock(layout, wanted.name, () => createLocked(layout, wanted, onStep, signal));
}

/** `createContainer`, for a proper name whose lock is held. */
export async function createLocked(
  layout: HostLayout,
  wanted: NewContainer,
  onStep: (name: string) => void,
  signal?: AbortSignal,
): Promise<ContainerOptions> {
  const { name, start } = wanted;
  demandOwnRoot(layout, name);
  const options = (await afterKilled(layout, wanted)) ?? (await make());
  try {
    if (start !== undefined) await runSteps([{ name: "start the container", run: start }], onStep);
  } finally {
    await forgetUnfinished(layout, name);
  }
  return options;

  async function make(): Promise<ContainerOptions> {
    demandAbsent(layout, name);
    const before = rootBefore(layout, name, wanted.configuration);
    try {
      const options = await reserve(layout, wanted, before, onStep, signal);
      const made = { request: wanted.request, options };
      await runSteps(
        [
          ...stepsToMake(layout, name, before, wanted.buildSystem),
          {
            name: "note that it is made",
            run: () => noteUnfinished(layout, name, { command: "create", before: { made } }),
          },
        ],
        onStep,
      );
      if (before.kept !== undefined) wanted.onKept?.(before.kept);
      return options;
    } catch (error) {
      const problems = await runAllSteps(stepsToTakeBack(layout, name, before), onStep);
      // Else its note stays: the same command takes it back, or `destroy` removes it.
      if (problems.length === 0) await forgetUnfinished(layout, name);
      if (problems.length === 0 || !(error instanceof ProblemError)) throw error;
      throw new ProblemError([...error.problems, ...problems, leftOver(name)]);
    }
  }
}

/** Takes name and addresses: while they are chosen and noted, no other container gets them. */
async function reserve(
  layout: HostLayout,
  wanted: NewContainer,
  before: RootBefore,
  onStep: (name: string) => void,
  signal: AbortSignal | undefined,
): Promise<ContainerOptions> {
  const { name, request, onKept } = wanted;
  return withHostLock(layout, async () => {
    const options = await addressed(layout, wanted, signal);
    const desired = desiredOf(name, options);
    await demandCarriedOut(layout, desired, wanted, signal);
    const note = { command: "create", before: { ...before, request } };
    const config = pathOnHost(layout, configurationPath(layout, name));
    await runSteps(
      [
        { name: "note that it has begun", run: () => noteUnfinished(layout, name, note) },
        { name: "write the conf file", run: () => writeConf(layout, desired, config, onKept) },
        {
          name: "write the unit's files",
          run: () => writeUnitFiles(layout, desired, { signal, onKept }),
        },
      ],
      onStep,
    );
    return options;
  });
}

/** @throws ProblemError NP734, NP713; what `onWarnings` throws */
async function demandCarriedOut(
  layout: HostLayout,
  desired: DesiredContainer,
  { onWarnings }: NewContainer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const found = await unitProblems(layout, [desired], { words: createOptionOf, signal });
  const problems = found.map(withoutPath);
  if (hasErrors(problems)) throw new ProblemError(problems);
  if (problems.length > 0) onWarnings?.(problems);
}

/** A problem that there is no config to show in. */
export function withoutPath({ code, severity, message, hint, details }: Problem): Problem {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { details }),
  };
}

/** @throws ProblemError NP720 where there is a container of that name, its profile or another's file */
export function demandAbsent(layout: HostLayout, name: string): void {
  const foreign = foreignPath(layout, name);
  if (foreign !== undefined) {
    throw new ProblemError([
      {
        code: "NP720",
        severity: "error",
        message: `\`${foreign}\` is there already, and is no container's`,
        hint: "take another name",
      },
    ]);
  }
  const { conf, profile } = tracesOf(layout, name);
  if (!conf && !profile) return;
  throw new ProblemError([
    {
      code: "NP720",
      severity: "error",
      message: conf
        ? `there is a container \`${name}\` already`
        : `there is a profile of a container \`${name}\` already`,
      hint: `take another name, or --ensure-unique-name; \`nixpawn destroy ${name}\` removes the old one`,
    },
  ]);
}

/** The options with a free pair of addresses, where a network of its own was given none. */
async function addressed(
  layout: HostLayout,
  { name, options, onWarnings }: NewContainer,
  signal: AbortSignal | undefined,
): Promise<ContainerOptions> {
  const host = await readHost(layout, [], signal);
  const own = await ownAddresses(layout, signal);
  const { hostAddress, localAddress, hostAddress6, localAddress6 } = options;
  const desired = desiredOf(name, options);
  const claimed = claimedByOthers([desired], host, own);
  if (hasErrors(claimed)) throw new ProblemError(claimed.map(withoutPath));
  if (claimed.length > 0) onWarnings?.(claimed.map(withoutPath));
  const given = [hostAddress, localAddress, hostAddress6, localAddress6, options.hostBridge];
  const isAsked = given.some((one) => one !== undefined && one !== null);
  if (options.privateNetwork !== true || isAsked) return options;
  const ofVeths = claimsOf(name, desired.conf).map(({ value }) => value);
  return { ...options, ...freePair(new Set([...takenAddresses(host), ...own, ...ofVeths])) };
}

/** The container as the host is to know it: it is started from its profile. */
function desiredOf(name: string, options: ContainerOptions): DesiredContainer {
  return desiredContainer({ name, options: { ...options, path: undefined }, system: undefined });
}
