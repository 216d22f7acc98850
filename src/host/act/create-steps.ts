import { existsSync, lstatSync } from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import { removeUnitFiles } from "../container-files.js";
import { rootOf } from "../snapshot/existing-container.js";
import { keptPath } from "./keep-before.js";
import { confPath, type HostLayout } from "../layout.js";
import { profileLink } from "../snapshot/profile-link.js";
import type { Step } from "./steps.js";
import { demandWithin, strayFolder } from "../within-root.js";
import { onHost, writeHostFile } from "../system/write-file.js";
import { fileText } from "../../problems/file-text.js";

/** Where a container keeps its configuration, in its root file system. */
export function configurationPath(layout: HostLayout, name: string): string {
  return join(rootOf(layout, name), "etc/nixos/configuration.nix");
}

/** What a container's root was before it is made, and what becomes of it; data may outlive a container. */
export interface RootBefore {
  /** Whether it was there. */
  readonly root: boolean;
  /** The text that is written to its configuration.nix; undefined where nothing is. */
  readonly configuration?: string | undefined;
  /** Where a configuration.nix goes that was there with another text. */
  readonly kept?: string | undefined;
}

/**
 * Looks at a root before anything is made in it.
 * @param configuration the text of its configuration.nix; undefined where it gets none
 */
export function rootBefore(
  layout: HostLayout,
  name: string,
  configuration: string | undefined,
): RootBefore {
  const root = rootOf(layout, name);
  const path = configurationPath(layout, name);
  const isThere = existsSync(root);
  // Nothing is looked at through a link; the first step refuses it.
  if (configuration === undefined || strayFolder(root, path) !== undefined) {
    return { root: isThere, configuration };
  }
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { root: isThere, configuration };
  if (found.isFile() && fileText(path) === configuration) return { root: isThere };
  return { root: isThere, configuration, kept: keptPath(path) };
}

/**
 * Makes a container whose conf file is there.
 * @param before what `rootBefore` found
 */
export function stepsToMake(
  layout: HostLayout,
  name: string,
  { configuration, kept }: RootBefore,
  buildSystem: () => Promise<void>,
): Step[] {
  const root = rootOf(layout, name);
  const path = configurationPath(layout, name);
  const gcRoot = join(layout.gcRoots, name);
  return [
    {
      name: "make the root",
      run: async () => {
        demandWithin(root, path);
        await onHost(layout, root, () => {
          makeFolder(layout.roots, 0o700);
          makeFolder(join(root, "etc/nixos"), 0o755);
        });
      },
    },
    ...(kept === undefined
      ? []
      : [
          {
            name: "keep the configuration that was there",
            run: () => onHost(layout, path, () => rename(path, kept)),
          },
        ]),
    ...(configuration === undefined
      ? []
      : [
          {
            name: "write the configuration",
            run: () => writeHostFile(layout, path, configuration),
          },
        ]),
    { name: "build the system", run: buildSystem },
    {
      name: "make a root for garbage collection",
      run: async () => {
        await onHost(layout, gcRoot, () => {
          makeFolder(gcRoot, 0o755);
        });
      },
    },
  ];
}

/**
 * Takes back what making a container did, whole or in part; the conf file, which keeps its name and
 * addresses, last. Of the root goes only what is known to be of that: somebody may have started the
 * container meanwhile, and have data in it.
 */
export function stepsToTakeBack(layout: HostLayout, name: string, before: RootBefore): Step[] {
  const root = rootOf(layout, name);
  const configuration = configurationPath(layout, name);
  const removed = (words: string, path: string): Step => ({
    name: `take back: ${words}`,
    run: () => onHost(layout, path, () => rm(path, { recursive: true, force: true })),
  });
  return [
    removed("make a root for garbage collection", join(layout.gcRoots, name)),
    removed("build the system", dirname(profileLink(layout, name))),
    {
      name: "take back: write the configuration",
      run: async () => {
        demandWithin(root, configuration);
        await onHost(layout, configuration, () => takeBackConfiguration(configuration, before));
      },
    },
    {
      name: "take back: make the root",
      run: async () => {
        if (before.root) return;
        demandWithin(root, configuration);
        for (const folder of [dirname(configuration), join(root, "etc"), root]) {
          await onHost(layout, folder, () => removeEmpty(folder));
        }
      },
    },
    { name: "take back: write the unit's files", run: () => removeUnitFiles(layout, name) },
    removed("write the conf file", confPath(layout, name)),
  ];
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTEMPTY") throw error;
  }
}

/** A configuration.nix that somebody has edited since is theirs. */
async function takeBackConfiguration(
  path: string,
  { configuration, kept }: RootBefore,
): Promise<void> {
  const isThere = (one: string): boolean => lstatSync(one, { throwIfNoEntry: false }) !== undefined;
  if (configuration === undefined) return;
  if (fileText(path) === configuration) await rm(path, { force: true });
  if (kept !== undefined && isThere(kept) && !isThere(path)) await rename(kept, path);
}
