import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { keepFlake } from "../../host/act/conf-flake.js";
import { configurationPath } from "../../host/act/create-steps.js";
import { rootOf } from "../../host/snapshot/existing-container.js";
import type { HostContainer } from "../../host/snapshot/host-state.js";
import { hostLayout, type HostLayout } from "../../host/layout.js";
import { keepFile } from "../../host/act/keep-before.js";
import { withContainerLock } from "../../host/locks.js";
import { profileLink, readProfile } from "../../host/snapshot/profile-link.js";
import { rollBackContainer } from "../../host/act/roll-back-container.js";
import { runSteps } from "../../host/act/steps.js";
import {
  containerToUpdate,
  demandProfile,
  flakeSource,
  sourceOf,
  updateContainer,
  type SystemSource,
} from "../../host/act/update-container.js";
import { demandWithin, strayFolder } from "../../host/within-root.js";
import { writeHostFile } from "../../host/system/write-file.js";
import { closureDifference } from "../../nix/program/closure.js";
import { closureLines } from "../closure-lines.js";
import type { GlobalOptions } from "../options.js";
import { tableText } from "../table.js";
import { NP741 } from "../../problems/codes/host.js";
import { ProblemError } from "../../problems/problem.js";
import { configurationText, type GivenConfiguration } from "./configuration-text.js";
import { eachContainer, namedContainers, passingOver, type NamesGiven } from "./each-container.js";
import { hostCommand, sayTo } from "./host-command.js";
import { givenStateVersion, ownStateVersion, releaseToKeep } from "./own-state-version.js";
import {
  demandOneSource,
  nixpkgsFor,
  setSystem,
  withSystem,
  type SourceFlags,
} from "./system-source.js";

export interface UpdateOptions extends GlobalOptions, NamesGiven {
  readonly source: SourceFlags;
  readonly dryRun: boolean;
  readonly root?: string | undefined;
}

/** Nix evaluates and builds side by side by itself; two evaluations fill two cores. */
const atOnce = 2;

/** `nixpawn update`: builds systems anew, and lets running containers switch to them. */
export async function update(options: UpdateOptions): Promise<number> {
  const say = sayTo(options);
  return hostCommand(options, async (signal) => {
    const layout = hostLayout(resolve(options.root ?? "/"));
    demandOneSource(options.source);
    const names = namedContainers(options, layout);
    const one = async (name: string): Promise<void> => {
      const container = await containerToUpdate(layout, name, signal);
      demandProfile(layout, container);
      await withContainerLock(layout, name, () =>
        updateOne(layout, container, options, say, signal),
      );
    };
    const task = passingOver(options, ["NP718", "NP721"], one);
    return { problems: await eachContainer(names, atOnce, task) };
  });
}

async function updateOne(
  layout: HostLayout,
  container: HostContainer,
  options: UpdateOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { name } = container;
  const onStep = (step: string): void => {
    if (options.verbose) say(`${name}: ${step}`);
  };
  const source = await sourceFor(layout, container, options, { onStep, say, signal });
  const build = { signal, onLine: say };
  const use = async (system: string): Promise<void> => {
    const before = readProfile(layout, name)?.system;
    if (before !== undefined && before !== system) {
      const changes = await closureDifference(before, system, { signal });
      for (const line of closureLines(changes)) say(`${name}: ${line}`);
    }
    if (options.dryRun) {
      say(`${name}: ${before === system ? "nothing would change" : "would be updated"}`);
      return;
    }
    const { keep } = source;
    const set = (): Promise<void> => setSystem(layout, name, system, signal);
    const isReloaded = await updateContainer(layout, name, { keep, set }, onStep, signal);
    const reloaded = isReloaded ? " and reloaded" : "";
    say(`${name}: ${before === system && reloaded === "" ? "unchanged" : `updated${reloaded}`}`);
  };
  try {
    await withSystem(source.system, name, options.source, build, use);
  } finally {
    await runSteps(
      [
        {
          name: "remove the configuration to try",
          run: async () => {
            const trial = trialPath(layout, name);
            if (strayFolder(rootOf(layout, name), trial) === undefined) {
              await layout.system.change(trial, () => rm(trial, { force: true }));
            }
          },
        },
      ],
      onStep,
    );
  }
}

/** Where a configuration is until its system is built. */
function trialPath(layout: HostLayout, name: string): string {
  return join(rootOf(layout, name), "etc/nixos/.configuration.nixpawn.nix");
}

interface SourceInUse {
  readonly system: SystemSource;
  /** Makes a configuration or a flake that was given the container's own. */
  readonly keep: () => Promise<void>;
}

interface Telling {
  readonly onStep: (name: string) => void;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What it is built from, and how what was given is kept when it has been built. */
async function sourceFor(
  layout: HostLayout,
  container: HostContainer,
  { source: flags }: UpdateOptions,
  telling: Telling,
): Promise<SourceInUse> {
  const keep = (): Promise<void> => Promise.resolve();
  const as = (system: SystemSource): SourceInUse => ({ system, keep });
  const { configFile, configExpr, flake, systemPath } = flags;
  if (systemPath !== undefined) return as({ kind: "path", path: systemPath });
  if (flake !== undefined) {
    return {
      system: flakeSource(layout, container, flake),
      keep: () => keepFlake(layout, container.name, flake),
    };
  }
  if (configFile === undefined && configExpr === undefined) {
    const source = sourceOf(layout, container);
    if (source.kind !== "configuration") return as(source);
    return as({ ...source, release: await releaseFor(layout, container, flags, telling) });
  }
  const { name } = container;
  const given =
    configFile === undefined ? { expression: configExpr ?? "" } : { file: resolve(configFile) };
  const path = configurationPath(layout, name);
  const trial = trialPath(layout, name);
  // Before anything there is read.
  demandWithin(rootOf(layout, name), trial);
  const text = await newConfiguration(layout, container, given, flags, telling);
  await runSteps(
    [{ name: "write the configuration to try", run: () => writeHostFile(layout, trial, text) }],
    telling.onStep,
  );
  return {
    system: { kind: "configuration", path: trial },
    keep: async () => {
      // The container may have changed what is in its root since.
      demandWithin(rootOf(layout, name), path);
      const kept = await keepFile(layout, path, text);
      await writeHostFile(layout, path, text);
      if (kept !== undefined) {
        telling.say(`${name}: the configuration that was there is kept as ${kept}`);
      }
      await keepFlake(layout, name, undefined);
    },
  };
}

/** A configuration that says no stateVersion stays of the release that it was built with. */
async function releaseFor(
  layout: HostLayout,
  container: HostContainer,
  flags: SourceFlags,
  { say }: Telling,
): Promise<string | undefined> {
  const release = releaseToKeep(layout, container);
  const { version } = await nixpkgsFor(flags);
  if (release === undefined || version.startsWith(release)) return undefined;
  say(
    `${container.name}: where its configuration does not set system.stateVersion, it stays ${release}, of which it was built`,
  );
  return release;
}

/**
 * The text of the configuration.nix that a container gets; its stateVersion stays what it is.
 * @throws ProblemError NP301, NP741
 */
async function newConfiguration(
  layout: HostLayout,
  container: HostContainer,
  given: GivenConfiguration,
  flags: SourceFlags,
  { say, signal }: Telling,
): Promise<string> {
  const { name } = container;
  const bare = configurationText(name, given, undefined);
  const { path: nixpkgs } = await nixpkgsFor(flags);
  const said = givenStateVersion(given, bare);
  const own = await ownStateVersion(layout, container, nixpkgs, signal);
  if (own === undefined && said === undefined) {
    throw new ProblemError([NP741.unknown({ name })]);
  }
  if (said !== undefined && own !== undefined && said !== own) {
    say(`${name}: system.stateVersion was ${own}, and is ${said} as the new configuration says`);
  }
  return own === undefined ? bare : configurationText(name, given, own);
}

export interface RollbackOptions extends GlobalOptions, NamesGiven {
  readonly root?: string | undefined;
}

/** `nixpawn rollback`: the generation before, at once where the container runs. */
export async function rollback(options: RollbackOptions): Promise<number> {
  const say = sayTo(options);
  return hostCommand(options, async (signal) => {
    const layout = hostLayout(resolve(options.root ?? "/"));
    const names = namedContainers(options, layout);
    const one = async (name: string): Promise<void> => {
      await withContainerLock(layout, name, async () => {
        const container = await containerToUpdate(layout, name, signal);
        demandProfile(layout, container);
        const onStep = (step: string): void => {
          if (options.verbose) say(`${name}: ${step}`);
        };
        const number = await rollBackContainer(layout, container, onStep, signal);
        say(`${name}: back at generation ${String(number)}`);
      });
    };
    const task = passingOver(options, ["NP718", "NP725"], one);
    return { problems: await eachContainer(names, atOnce, task) };
  });
}

/** `nixpawn generations NAME`: the systems that its profile has led to. */
export async function generations(
  options: GlobalOptions & { readonly name: string; readonly root?: string | undefined },
): Promise<number> {
  return hostCommand(options, async (signal) => {
    const layout = hostLayout(resolve(options.root ?? "/"));
    await containerToUpdate(layout, options.name, signal);
    const found = await layout.system.profiles.generations(profileLink(layout, options.name), {
      signal,
    });
    const rows = found.map(({ number, date, current }) => [
      String(number),
      date.toISOString(),
      current ? "current" : "",
    ]);
    return {
      data: { generations: found },
      text: found.length === 0 ? "" : tableText([["GENERATION", "MADE", ""], ...rows]),
    };
  });
}
