import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";
import { carryOut } from "../../../src/host/act/carry-out.js";
import { keepFlake } from "../../../src/host/act/conf-flake.js";
import { createContainer, type NewContainer } from "../../../src/host/act/create-container.js";
import { destroyContainer } from "../../../src/host/act/destroy-container.js";
import { withContainerLock } from "../../../src/host/locks.js";
import { leadTo } from "../../../src/host/snapshot/profile-link.js";
import { rollBackContainer } from "../../../src/host/act/roll-back-container.js";
import { unitJob } from "../../../src/host/systemd.js";
import {
  containerToUpdate,
  demandProfile,
  updateContainer,
} from "../../../src/host/act/update-container.js";
import { desiredContainer, type DesiredContainer } from "../../../src/host/actions/desired.js";
import { readHost, type HostContainer } from "../../../src/host/snapshot/host-state.js";
import type { HostLayout } from "../../../src/host/layout.js";
import { ProblemError } from "../../../src/problems/problem.js";

export const config = "/srv/containers.ts";

export const systemOf = (name: string, label: string): string => `/nix/store/${name}-${label}`;

/** A container that starts with the host, and whose system has a label. */
export const labelled = (
  name: string,
  label: string,
  options: ContainerOptions = {},
): DesiredContainer =>
  desiredContainer({
    name,
    options: { autoStart: true, ...options },
    system: systemOf(name, label),
  });

/** A container with an address of its own. */
export const withAddress = (name: string, address: string): DesiredContainer =>
  labelled(name, "one", { privateNetwork: true, localAddress: address });

export interface Applied {
  /** "NP714 container …". */
  readonly problems: readonly string[];
  /** "restarted a". */
  readonly done: readonly string[];
  readonly steps: readonly string[];
}

/** `nixpawn apply --prune` of a config that has these containers, when all is built. */
export async function apply(
  layout: HostLayout,
  containers: readonly DesiredContainer[],
  more: { readonly rollBack?: boolean } = {},
): Promise<Applied> {
  const done: string[] = [];
  const steps: string[] = [];
  const problems = await carryOut(layout, containers, {
    config,
    takeOver: false,
    rollBack: true,
    known: containers.map(({ name }) => name),
    prune: true,
    onStep: (name, step) => steps.push(`${name}: ${step}`),
    onDone: ({ name, kind }) => done.push(`${kind} ${name}`),
    ...more,
  });
  return {
    problems: problems.map(({ code, message }) => `${code} ${message}`),
    done: done.sort(),
    steps,
  };
}

/** A container of a host, as it is read. */
export async function look(layout: HostLayout, name: string): Promise<HostContainer> {
  const found = (await readHost(layout, [name])).containers.get(name);
  if (found === undefined) throw new TypeError(`no ${name}`);
  return found;
}

/** The codes of the problems that a command fails with. */
export async function codesOf(command: Promise<unknown>): Promise<string[]> {
  try {
    await command;
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

export interface ToMake {
  readonly label?: string;
  readonly options?: ContainerOptions;
  /** All that is asked for, in words. @default its name and its label */
  readonly request?: string;
  /** Instead of building its system. */
  readonly build?: () => Promise<void>;
  readonly start?: boolean;
}

/** A container as `nixpawn create` makes it. */
export function newContainer(layout: HostLayout, name: string, wanted: ToMake = {}): NewContainer {
  const { label = "one", options = {}, request = `${name} ${label}`, start = false } = wanted;
  return {
    name,
    options,
    configuration: `{ label = "${label}"; }\n`,
    buildSystem: wanted.build ?? (() => leadTo(layout, name, systemOf(name, label))),
    start: start ? () => unitJob(layout.system, "start", name) : undefined,
    request,
  };
}

/** `nixpawn create NAME`. */
export const create = (layout: HostLayout, name: string, wanted: ToMake = {}) =>
  createContainer(layout, newContainer(layout, name, wanted), () => undefined);

/** `nixpawn update NAME`, when its system is built from a flake. */
export const update = (layout: HostLayout, name: string, label: string): Promise<boolean> =>
  withContainerLock(layout, name, async () => {
    demandProfile(layout, await containerToUpdate(layout, name));
    const keep = (): Promise<void> => keepFlake(layout, name, `/srv#${label}`);
    const set = (): Promise<void> => leadTo(layout, name, systemOf(name, label));
    return updateContainer(layout, name, { keep, set }, () => undefined);
  });

/** `nixpawn rollback NAME`. */
export const rollBack = (layout: HostLayout, name: string): Promise<number> =>
  withContainerLock(layout, name, async () =>
    rollBackContainer(layout, await containerToUpdate(layout, name), () => undefined),
  );

/** `nixpawn destroy NAME`. */
export const destroy = (layout: HostLayout, name: string): Promise<void> =>
  destroyContainer(layout, name, () => undefined);
