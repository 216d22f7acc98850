import { lstatSync } from "node:fs";
import { join } from "node:path";
import { configurationPath } from "../../host/act/create-steps.js";
import { rootOf } from "../../host/snapshot/existing-container.js";
import type { HostContainer } from "../../host/snapshot/host-state.js";
import type { HostLayout } from "../../host/layout.js";
import { sourceOf, type SystemSource } from "../../host/act/update-container.js";
import { strayFolder } from "../../host/within-root.js";
import { stateVersionOf, stateVersionOfFlake } from "../../evaluate/nixpkgs/release-of-nixpkgs.js";
import { visibleStateVersion } from "../../evaluate/nixpkgs/visible-state-version.js";
import { ProblemError } from "../../problems/problem.js";
import type { GivenConfiguration } from "./configuration-text.js";
import { moduleFile } from "./module-file.js";
import { fileText } from "../../problems/file-text.js";

/**
 * The `system.stateVersion` that a container has: its services keep their data by it, so that it never
 * changes unless somebody says so.
 * @param nixpkgs absolute path of the nixpkgs to evaluate its configuration with
 * @returns undefined where it cannot be told
 */
export async function ownStateVersion(
  layout: HostLayout,
  container: HostContainer,
  nixpkgs: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { name, profile } = container;
  const source = knownSource(layout, container);
  if (source?.kind === "flake") {
    const attribute = source.attribute ?? name;
    return stateVersionOfFlake({ flake: source.flake, name: attribute }, signal);
  }
  if (source?.kind !== "configuration") return undefined;
  return stateVersionInRoot(layout, name, { nixpkgs, system: profile?.system }, signal);
}

/** The same by the configuration.nix in a root, which may have outlived its container. */
export async function stateVersionInRoot(
  layout: HostLayout,
  name: string,
  { nixpkgs, system }: { readonly nixpkgs: string; readonly system: string | undefined },
  signal: AbortSignal,
): Promise<string | undefined> {
  const configuration = configurationPath(layout, name);
  const text = ownText(layout, name);
  if (text === undefined) return undefined;
  const visible = visibleStateVersion(text);
  if (visible?.isCertain === true) return visible.version;
  const evaluated = await stateVersionOf({ configuration, nixpkgs }, signal);
  // NixOS takes that of the release which it was built with.
  if (evaluated === "unset") return releaseOf(system);
  return evaluated ?? visible?.version;
}

/**
 * The release that a configuration.nix without a stateVersion stays of: that of the system which was built
 * of it.
 * @returns undefined where it says which, or nothing is known
 */
export function releaseToKeep(
  layout: HostLayout,
  { name, profile }: HostContainer,
): string | undefined {
  const text = ownText(layout, name);
  if (text === undefined || visibleStateVersion(text) !== undefined) return undefined;
  return releaseOf(profile?.system);
}

/** The `system.stateVersion` that a new configuration is seen to say itself. */
export function givenStateVersion(given: GivenConfiguration, text: string): string | undefined {
  if (!("file" in given)) return visibleStateVersion(text)?.version;
  const file = moduleFile(given.file);
  const module = file === undefined ? undefined : fileText(file);
  return module === undefined ? undefined : visibleStateVersion(module)?.version;
}

function knownSource(layout: HostLayout, container: HostContainer): SystemSource | undefined {
  try {
    return sourceOf(layout, container);
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.code === "NP721") return undefined;
    throw error;
  }
}

/**
 * A configuration.nix that is the container's own, and not a link to something of the host; undefined as
 * well where this user may not look.
 */
function ownText(layout: HostLayout, name: string): string | undefined {
  const path = configurationPath(layout, name);
  try {
    if (strayFolder(rootOf(layout, name), path) !== undefined) return undefined;
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
      ? fileText(path)
      : undefined;
  } catch {
    return undefined;
  }
}

/** "21.05" of a NixOS system (nixos-version in it). */
function releaseOf(system: string | undefined): string | undefined {
  if (system === undefined) return undefined;
  return /^\d\d\.\d\d/.exec(fileText(join(system, "nixos-version")) ?? "")?.[0];
}
