import { existsSync, lstatSync, readFileSync } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unitName } from "../spec/facts.js";
import { confFileText } from "./conf-file.js";
import type { DesiredContainer } from "./desired.js";
import { confPath, type HostLayout } from "./layout.js";
import { reloadUnits } from "./systemd.js";
import { onHost, writeHostFile } from "./write-file.js";

/** The drop-in of a container's unit. */
export function dropInPath(layout: HostLayout, name: string): string {
  return join(layout.dropIns, `${unitName(name)}.d`, "nixpawn.conf");
}

/** What starts a container with the host: a link that systemd looks for by its name. */
function startLink(layout: HostLayout, name: string): string {
  return join(layout.dropIns, "multi-user.target.wants", unitName(name));
}

/**
 * Writes the conf file of a container.
 * @param config absolute path of what the container comes from
 * @throws ProblemError NP702, NP706, NP711
 */
export async function writeConf(
  layout: HostLayout,
  desired: DesiredContainer,
  config: string,
): Promise<void> {
  await writeText(confPath(layout, desired.name), confFileText(desired, config));
}

/**
 * Writes what systemd has to know of a container, or removes it, and lets systemd read it.
 * @throws ProblemError NP706, NP711, NP712
 */
export async function writeUnitFiles(
  layout: HostLayout,
  { name, dropIn, conf }: Pick<DesiredContainer, "name" | "dropIn" | "conf">,
  signal?: AbortSignal,
): Promise<void> {
  const changed = [
    await settle(dropInPath(layout, name), dropIn),
    await settleLink(layout, name, conf.get("AUTO_START") === "1"),
  ];
  if (changed.includes(true) && layout.root === "/") await reloadUnits(signal);
}

/** Removes what `writeUnitFiles` writes. */
export async function removeUnitFiles(
  layout: HostLayout,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const nothing = { name, dropIn: undefined, conf: new Map<string, string>() };
  await writeUnitFiles(layout, nothing, signal);
  const folder = dirname(dropInPath(layout, name));
  await onHost(folder, () => rm(folder, { recursive: true, force: true }));
}

/** Writes or removes a file; tells whether there was anything to do. */
async function settle(path: string, text: string | undefined): Promise<boolean> {
  if (text === undefined) {
    const isThere = existsSync(path);
    if (isThere) await onHost(path, () => rm(path, { force: true }));
    return isThere;
  }
  const isThere = textOf(path) === text;
  await writeText(path, text);
  return !isThere;
}

async function settleLink(layout: HostLayout, name: string, isWanted: boolean): Promise<boolean> {
  const link = startLink(layout, name);
  const isThere = lstatSync(link, { throwIfNoEntry: false }) !== undefined;
  if (isThere === isWanted) return false;
  await onHost(link, async () => {
    if (!isWanted) return rm(link, { force: true });
    await mkdir(dirname(link), { recursive: true, mode: 0o755 });
    // Its name alone counts (systemd.unit(5)).
    return symlink("/etc/systemd/system/container@.service", link);
  });
  return true;
}

/**
 * Writes a text whole, with the folders above it. A file that has it already stays as it is: when it
 * was changed tells what is not in effect yet.
 * @throws ProblemError NP706, NP711
 */
export async function writeText(path: string, text: string): Promise<void> {
  if (textOf(path) === text) return;
  await onHost(path, () => mkdir(dirname(path), { recursive: true, mode: 0o755 }));
  await writeHostFile(path, text);
}

/** The text of a file of the host; undefined where there is none. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
