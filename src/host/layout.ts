import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readEnvironmentFile } from "../conf/environment-file.js";
import { confKeys } from "../conf/keys.js";
import { unitName } from "../plan/host-interface.js";
import { isPossibleName } from "./container-name.js";
import type { HostSystem } from "./system/host-system.js";
import { thisHost } from "./system/this-host.js";
import { demandRealFolders } from "./staged-root.js";
import { textInside, unitFolders } from "./unit/unit-folders.js";

/** Where a host keeps its containers. */
export interface HostLayout {
  /** The folder that stands for `/`. */
  readonly root: string;
  /** What carries out what is asked of the host. */
  readonly system: HostSystem;
  /** Whether other programs (podman) keep their own in the folders of conf files and of roots. */
  readonly shared: boolean;
  /** The folder of conf files. */
  readonly confFolder: string;
  /** The folder of the containers' profiles: each has a folder of its name with `system` in it. */
  readonly profiles: string;
  /** The garbage collector's roots of the containers, each in a folder of its name. */
  readonly gcRoots: string;
  /** The folder of the containers' root file systems. */
  readonly roots: string;
  /** The folder of drop-ins for units that are no NixOS configuration's (`systemctl set-property`). */
  readonly dropIns: string;
  /** The folder of notes on commands that have begun and not ended. */
  readonly unfinished: string;
  /** The file that only one nixpawn at a time holds while it changes the host. */
  readonly lock: string;
}

/** Since system.stateVersion 22.05, and before. */
const confFolders = ["etc/nixos-containers", "etc/containers"] as const;

/**
 * The layout of a host: the old one where its unit reads it or, without a unit, where it alone is in use.
 * @param root another folder in place of `/`: of a system that is being staged
 * @throws ProblemError NP403 where a link is in the place of a folder of a staged one
 */
export function hostLayout(root = "/"): HostLayout {
  const [current, old] = confFolders;
  const read = folderOfUnit(root);
  const useOld =
    read === undefined
      ? confNames(join(root, current)).length === 0 && holdsContainers(join(root, old))
      : read === `/${old}`;
  // Nix's own variable says where its state is, but not of a system that is being staged.
  const state = (root === "/" ? process.env.NIX_STATE_DIR : undefined) ?? join(root, "nix/var/nix");
  const layout = {
    root,
    system: thisHost,
    shared: useOld,
    confFolder: join(root, useOld ? old : current),
    profiles: join(state, "profiles/per-container"),
    gcRoots: join(state, "gcroots/per-container"),
    roots: join(root, useOld ? "var/lib/containers" : "var/lib/nixos-containers"),
    dropIns: join(root, "etc/systemd/system.control"),
    unfinished: join(root, "var/lib/nixpawn/unfinished"),
    // Not in /run/lock, where on some hosts every user may put what is in the way.
    lock: join(root, "run/nixpawn/nixpawn.lock"),
  };
  const { confFolder, profiles, gcRoots, roots, dropIns, unfinished, lock } = layout;
  const folders = [confFolder, profiles, gcRoots, roots, dropIns, unfinished];
  demandRealFolders(layout, [...folders.map((folder) => join(folder, "x")), lock]);
  return layout;
}

/**
 * To be called before anything of a container is changed. Its root is `demandOwnRoot`'s: where that is a
 * link, the link is what `destroy` removes.
 * @throws ProblemError NP403 where a link is in the place of a folder of its own in a staged root
 */
export function demandOwnFolders(layout: HostLayout, name: string): void {
  const { profiles, gcRoots, dropIns } = layout;
  const folders = [
    join(profiles, name),
    join(gcRoots, name),
    join(dropIns, `${unitName(name)}.d`),
    join(dropIns, "multi-user.target.wants"),
  ];
  demandRealFolders(
    layout,
    folders.map((folder) => join(folder, "x")),
  );
}

/** The folder of conf files that the unit of a host's containers reads; undefined without a unit. */
function folderOfUnit(root: string): string | undefined {
  for (const folder of unitFolders) {
    const text = textInside(root, join(folder, "container@.service"));
    if (text === undefined) continue;
    return /^EnvironmentFile=-?(.*)\/%i\.conf$/m.exec(text)?.[1];
  }
  return undefined;
}

/** A path below the root as the host itself has it, for what is written into its files. */
export function pathOnHost({ root }: HostLayout, path: string): string {
  return join("/", relative(root, path));
}

/** The conf file of a container. */
export function confPath({ confFolder }: HostLayout, name: string): string {
  return join(confFolder, `${name}.conf`);
}

/** The names of the containers that have a conf file, sorted. */
export function containerNames(layout: HostLayout): string[] {
  return confNames(layout.confFolder).filter((name) => hasConf(layout, name));
}

/** Whether there is a conf file of a container, and not another program's of that name. */
export function hasConf(layout: HostLayout, name: string): boolean {
  const file = confPath(layout, name);
  return layout.shared ? isContainerConf(file) : existsSync(file);
}

/** The names of files in a folder that a container's conf file could have, sorted. */
function confNames(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith(".conf"))
    .map((name) => name.slice(0, -".conf".length))
    .filter(isPossibleName)
    .sort();
}

/** Whether files are of containers here: other programs have files in /etc/containers too. */
function holdsContainers(folder: string): boolean {
  return confNames(folder).some((name) => isContainerConf(join(folder, `${name}.conf`)));
}

/**
 * Whether a file is the conf file of a container, and not another program's. What nixos-container
 * writes has but a few of the keys.
 */
function isContainerConf(file: string): boolean {
  try {
    const { assignments } = readEnvironmentFile(readFileSync(file, "utf8"));
    return assignments.some(({ key }) => isContainerKey(key));
  } catch {
    return false;
  }
}

/** Whether conf files of containers have such a key. */
export function isContainerKey(key: string): boolean {
  return Object.hasOwn(confKeys, key);
}
