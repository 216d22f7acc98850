import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ContainerOptions } from "../authoring/container-options.generated.js";
import { ProblemError } from "../problems/problem.js";
import { demandFree, freePair, takenAddresses } from "./addresses.js";
import { removeUnitFiles, writeConf, writeUnitFiles } from "./container-files.js";
import { desiredContainer, type DesiredContainer } from "./desired.js";
import { demandUnit } from "./host-unit.js";
import { demandName, rootOf, tracesOf } from "./existing-container.js";
import { readHost } from "./host-state.js";
import { confPath, type HostLayout } from "./layout.js";
import { withContainerLock } from "./locks.js";
import { profileLink } from "./profile-link.js";
import { removeTree } from "./remove-tree.js";
import { withHostLock } from "./set-profiles.js";
import {
  forgetUnfinished,
  noteUnfinished,
  readUnfinished,
  runSteps,
  undoSteps,
  type Step,
} from "./steps.js";
import { onHost, writeHostFile } from "./write-file.js";

export interface NewContainer {
  readonly name: string;
  /** Validated; no Nix expression is among them. */
  readonly options: ContainerOptions;
  /** The text of its configuration.nix; undefined where its system comes from elsewhere. */
  readonly configuration: string | undefined;
  /** Builds its system and sets its profile. */
  readonly buildSystem: () => Promise<void>;
}

/** Where a container keeps its configuration, in its root file system. */
export function configurationPath(layout: HostLayout, name: string): string {
  return join(rootOf(layout, name), "etc/nixos/configuration.nix");
}

/**
 * Makes a container: its root, its configuration, its conf file, its system and profile. What fails
 * is taken back; after `kill -9` the same command takes back what was left, and begins again.
 * @returns the options, with the addresses that were chosen
 * @throws ProblemError NP710, NP720 where there is a container of that name, NP722, NP715, NP716,
 *   NP705, NP706, NP711; what `buildSystem` throws
 */
export async function createContainer(
  layout: HostLayout,
  wanted: NewContainer,
  onStep: (name: string) => void,
  signal?: AbortSignal,
): Promise<ContainerOptions> {
  const { name } = wanted;
  demandName(name, true);
  return withContainerLock(layout, name, async () => {
    await undoKilled(layout, name);
    demandAbsent(layout, name);
    const before = { root: existsSync(rootOf(layout, name)) };
    let options = wanted.options;
    // While addresses are chosen and noted, no other container gets them.
    await withHostLock(layout, async () => {
      options = await addressed(layout, wanted, signal);
      const desired = desiredOf(layout, name, options);
      if (layout.root === "/") await demandUnit([desired], signal);
      await noteUnfinished(layout, name, { command: "create", before });
      await writeConf(layout, desired, configurationPath(layout, name));
      await writeUnitFiles(layout, desired, signal);
    }).catch(async (error: unknown) => {
      await undoSteps(stepsOf(layout, wanted, before));
      await forgetUnfinished(layout, name);
      throw error;
    });
    try {
      onStep("write the conf file");
      await runSteps(stepsOf(layout, wanted, before), onStep);
    } finally {
      await forgetUnfinished(layout, name);
    }
    return options;
  });
}

function stepsOf(
  layout: HostLayout,
  {
    name,
    configuration,
    buildSystem,
  }: Pick<NewContainer, "name" | "configuration" | "buildSystem">,
  before: Readonly<Record<string, unknown>>,
): Step[] {
  const root = rootOf(layout, name);
  const conf = confPath(layout, name);
  return [
    // It was written with the addresses, which are nobody else's from then on.
    {
      name: "reserve the name",
      run: () => undefined,
      undo: async () => {
        await removeUnitFiles(layout, name);
        await onHost(conf, () => rm(conf, { force: true }));
      },
    },
    {
      name: "make the root",
      run: () =>
        onHost(root, async () => {
          await mkdir(layout.roots, { recursive: true, mode: 0o700 });
          await mkdir(join(root, "etc/nixos"), { recursive: true, mode: 0o755 });
        }),
      undo: () => (before.root === true ? undefined : removeTree(root)),
    },
    ...(configuration === undefined
      ? []
      : [
          {
            name: "write the configuration",
            run: () => writeHostFile(configurationPath(layout, name), configuration),
          },
        ]),
    {
      name: "build the system",
      run: buildSystem,
      undo: () => {
        const profile = dirname(profileLink(layout, name));
        return onHost(profile, () => rm(profile, { recursive: true, force: true }));
      },
    },
    {
      name: "make a root for garbage collection",
      run: async () => {
        const folder = join(layout.gcRoots, name);
        await onHost(folder, () => mkdir(folder, { recursive: true, mode: 0o755 }));
      },
      undo: () => {
        const folder = join(layout.gcRoots, name);
        return onHost(folder, () => rm(folder, { recursive: true, force: true }));
      },
    },
  ];
}

/** Takes back what a `create` left that was killed. */
async function undoKilled(layout: HostLayout, name: string): Promise<void> {
  const note = readUnfinished(layout, name);
  if (note?.command === "destroy") {
    throw new ProblemError([
      {
        code: "NP722",
        severity: "error",
        message: `the removal of container \`${name}\` was interrupted`,
        hint: `run \`nixpawn destroy ${name}\` once more first`,
      },
    ]);
  }
  if (note?.command !== "create") return;
  const nothing = { name, configuration: undefined, buildSystem: () => Promise.resolve() };
  await undoSteps(stepsOf(layout, nothing, note.before));
  await forgetUnfinished(layout, name);
}

function demandAbsent(layout: HostLayout, name: string): void {
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
  { name, options }: NewContainer,
  signal: AbortSignal | undefined,
): Promise<ContainerOptions> {
  const host = await readHost(layout, [], signal);
  const { hostAddress, localAddress, hostAddress6, localAddress6 } = options;
  demandFree(
    [hostAddress, localAddress, hostAddress6, localAddress6] as (string | null | undefined)[],
    name,
    host,
  );
  const given = [hostAddress, localAddress, hostAddress6, localAddress6, options.hostBridge];
  const isAsked = given.some((one) => one !== undefined && one !== null);
  if (options.privateNetwork !== true || isAsked) return options;
  return { ...options, ...freePair(takenAddresses(host)) };
}

/** The container as the host is to know it. */
function desiredOf(layout: HostLayout, name: string, options: ContainerOptions): DesiredContainer {
  const profile = profileLink(layout, name);
  const flake = options.flake ?? undefined;
  const own = flake === undefined ? { ...options, path: profile } : options;
  return desiredContainer({ name, options: own, system: undefined }, profile);
}
