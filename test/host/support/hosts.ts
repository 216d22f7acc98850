import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderWith } from "../../support/program.js";
import type { HostContainer, HostState } from "../../../src/host/snapshot/host-state.js";
import { hostLayout, type HostLayout } from "../../../src/host/layout.js";

export interface HostFiles {
  /** Conf files by name of the container. */
  readonly confs?: Readonly<Record<string, string>>;
  /** Conf files that are links, as NixOS makes them. */
  readonly linked?: Readonly<Record<string, string>>;
  /** Store paths of systems, by name of the container. */
  readonly profiles?: Readonly<Record<string, string>>;
}

/** A folder that stands for the root of a host with these containers. */
export function hostWith(
  { confs = {}, linked = {}, profiles = {} }: HostFiles,
  root = folderWith({}),
): HostLayout {
  const layout = hostLayout(root);
  for (const [name, text] of Object.entries(confs)) {
    put(join(layout.confFolder, `${name}.conf`), text);
  }
  for (const [name, text] of Object.entries(linked)) {
    put(join(root, "store", `${name}.conf`), text);
    link(join(root, "store", `${name}.conf`), join(layout.confFolder, `${name}.conf`));
  }
  for (const [name, system] of Object.entries(profiles)) {
    link("system-3-link", join(layout.profiles, name, "system"));
    link(system, join(layout.profiles, name, "system-3-link"));
  }
  return layout;
}

/** A host whose containers have these values in their conf files, as another's. */
export function hostOf(
  confs: Readonly<Record<string, Readonly<Record<string, string>>>>,
  more: Partial<HostContainer> = {},
): HostState {
  const containers = Object.entries(confs).map(([name, values]): [string, HostContainer] => [
    name,
    {
      name,
      conf: { values: new Map(Object.entries(values)), mark: undefined, owner: "other" },
      profile: undefined,
      running: undefined,
      runningSystem: undefined,
      ...more,
    },
  ]);
  return { layout: hostLayout("/nowhere"), containers: new Map(containers) };
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) symlinkSync(target, path);
}
