import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import type { HostLayout } from "../../host/layout.js";
import { profileLink } from "../../host/snapshot/profile-link.js";
import type { SystemSource } from "../../host/act/update-container.js";
import { onHost } from "../../host/system/write-file.js";
import {
  withConfigurationSystem,
  withFlakeSystem,
  type SystemBuildOptions,
} from "../../evaluate/nixpkgs/configuration-system.js";
import { findNixpkgs, type Nixpkgs } from "../../evaluate/nixpkgs/nixpkgs.js";
import { NP901 } from "../../problems/codes/cli.js";
import { NP724 } from "../../problems/codes/host.js";
import { ProblemError } from "../../problems/problem.js";
import { moduleFile } from "./module-file.js";

/** The options that say where a container's system comes from. */
export interface SourceFlags {
  readonly configFile?: string | undefined;
  readonly configExpr?: string | undefined;
  readonly flake?: string | undefined;
  readonly systemPath?: string | undefined;
  readonly nixpkgs?: string | undefined;
}

/** @throws ProblemError NP901 where more than one is named, and for a path that leads to none */
export function demandOneSource(flags: SourceFlags): void {
  const named = (["configFile", "configExpr", "flake", "systemPath"] as const).filter(
    (one) => flags[one] !== undefined,
  );
  if (named.length > 1) {
    const words = named.map((one) => `--${one.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`);
    throw new ProblemError([NP901.oneOf({ flags: words })]);
  }
  const { configFile, systemPath } = flags;
  for (const path of [configFile, systemPath]) {
    if (path !== undefined && !existsSync(resolve(path))) {
      throw new ProblemError([NP901.absent({ path })]);
    }
  }
  if (configFile !== undefined && moduleFile(resolve(configFile)) === undefined) {
    throw new ProblemError([NP901.noModule({ path: configFile })]);
  }
}

/** The nixpkgs that a container's own configuration is built with. */
export function nixpkgsFor({ nixpkgs }: SourceFlags): Promise<Nixpkgs> {
  const cwd = process.cwd();
  // There is no config; a flake around the working directory has nothing to say here.
  return findNixpkgs({ given: nixpkgs, configured: undefined, configFile: "/x", cwd });
}

/**
 * Builds the system of a container and hands it on.
 * @throws NixError, BuildError, ProblemError NP5xx
 */
export async function withSystem<Result>(
  source: SystemSource,
  name: string,
  flags: SourceFlags,
  options: SystemBuildOptions,
  task: (system: string) => Promise<Result>,
): Promise<Result> {
  switch (source.kind) {
    case "path":
      return task(realpathSync(resolve(source.path)));
    case "flake":
      return withFlakeSystem(
        { flake: source.flake, name: source.attribute ?? name },
        options,
        task,
      );
    case "configuration": {
      const { path: nixpkgs } = await nixpkgsFor(flags);
      const { path: configuration, release } = source;
      return withConfigurationSystem({ configuration, nixpkgs, release }, options, task);
    }
  }
}

/** Lets the profile of a container lead to a system, as a new generation. */
export async function setSystem(
  layout: HostLayout,
  name: string,
  system: string,
  signal: AbortSignal,
): Promise<void> {
  const profile = profileLink(layout, name);
  await onHost(layout, profile, () => {
    makeFolder(dirname(profile), 0o755);
  });
  if (!existsSync(join(system, "init"))) {
    throw new ProblemError([NP724.noSystem({ path: system })]);
  }
  await layout.system.profiles.set(profile, system, { signal });
}
