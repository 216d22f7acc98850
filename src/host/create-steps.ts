import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { removeUnitFiles } from "./container-files.js";
import { rootOf } from "./existing-container.js";
import { confPath, type HostLayout } from "./layout.js";
import { profileLink } from "./profile-link.js";
import type { Step } from "./steps.js";
import { demandWithin } from "./within-root.js";
import { onHost, writeHostFile } from "./write-file.js";

/** Where a container keeps its configuration, in its root file system. */
export function configurationPath(layout: HostLayout, name: string): string {
  return join(rootOf(layout, name), "etc/nixos/configuration.nix");
}

/** What was in a container's root before it was made; data may outlive a container. */
export interface RootBefore {
  readonly root: boolean;
  readonly configuration?: string | undefined;
}

export function rootBefore(layout: HostLayout, name: string): RootBefore {
  const path = configurationPath(layout, name);
  return {
    root: existsSync(rootOf(layout, name)),
    configuration: existsSync(path) ? readFileSync(path, "utf8") : undefined,
  };
}

/**
 * Makes a container whose conf file is there.
 * @param configuration the text of its configuration.nix; undefined where it has none
 */
export function stepsToMake(
  layout: HostLayout,
  name: string,
  configuration: string | undefined,
  buildSystem: () => Promise<void>,
): Step[] {
  const root = rootOf(layout, name);
  const gcRoot = join(layout.gcRoots, name);
  return [
    {
      name: "make the root",
      run: async () => {
        demandWithin(root, configurationPath(layout, name));
        await onHost(root, async () => {
          await mkdir(layout.roots, { recursive: true, mode: 0o700 });
          await mkdir(join(root, "etc/nixos"), { recursive: true, mode: 0o755 });
        });
      },
    },
    ...(configuration === undefined
      ? []
      : [
          {
            name: "write the configuration",
            run: () => writeHostFile(configurationPath(layout, name), configuration),
          },
        ]),
    { name: "build the system", run: buildSystem },
    {
      name: "make a root for garbage collection",
      run: async () => {
        await onHost(gcRoot, () => mkdir(gcRoot, { recursive: true, mode: 0o755 }));
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
    run: () => onHost(path, () => rm(path, { recursive: true, force: true })),
  });
  return [
    removed("make a root for garbage collection", join(layout.gcRoots, name)),
    removed("build the system", dirname(profileLink(layout, name))),
    {
      name: "take back: write the configuration",
      run: async () => {
        demandWithin(root, configuration);
        if (before.configuration !== undefined) {
          await writeHostFile(configuration, before.configuration);
          return;
        }
        await onHost(configuration, () => rm(configuration, { force: true }));
      },
    },
    {
      name: "take back: make the root",
      run: async () => {
        if (before.root) return;
        demandWithin(root, configuration);
        for (const folder of [dirname(configuration), join(root, "etc"), root]) {
          await onHost(folder, () => removeEmpty(folder));
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
