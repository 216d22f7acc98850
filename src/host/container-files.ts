import { existsSync, lstatSync, readdirSync } from "node:fs";
import { rm, rmdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../load/cache/make-folder.js";
import { unitName } from "../plan/host-interface.js";
import { confFileText } from "./snapshot/conf-file.js";
import type { DesiredContainer } from "./actions/desired.js";
import { keepFile } from "./act/keep-before.js";
import { confPath, type HostLayout } from "./layout.js";
import { isAsWritten, sealed, unsealed } from "./act/seal.js";
import { reloadUnits } from "./systemd.js";
import { onHost, writeHostFile } from "./system/write-file.js";
import { fileText } from "../problems/file-text.js";

/** The drop-in of a container's unit. */
export function dropInPath(layout: HostLayout, name: string): string {
  return join(layout.dropIns, `${unitName(name)}.d`, "nixpawn.conf");
}

/** What starts a container with the host: a link that systemd looks for by its name. */
function startLink(layout: HostLayout, name: string): string {
  return join(layout.dropIns, "multi-user.target.wants", unitName(name));
}

/** Told where something is now that somebody had changed, or that is nobody's of nixpawn. */
export type OnKept = (path: string) => void;

/**
 * Writes the conf file of a container. One that somebody has changed is kept beside it.
 * @param config absolute path of what the container comes from
 * @throws ProblemError NP702, NP706, NP711
 */
export async function writeConf(
  layout: HostLayout,
  desired: DesiredContainer,
  config: string,
  onKept?: OnKept,
): Promise<void> {
  await replace(
    layout,
    confPath(layout, desired.name),
    sealed(confFileText(desired, config)),
    onKept,
  );
}

interface UnitFileOptions {
  /** Whether the text is written as it is: one that is put back. @default false */
  readonly isExact?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onKept?: OnKept | undefined;
}

/**
 * Writes what systemd has to know of a container, or removes it, and lets systemd read it. A drop-in of
 * nixpawn's that somebody has changed is kept beside it.
 * @throws ProblemError NP706, NP711, NP712
 */
export async function writeUnitFiles(
  layout: HostLayout,
  { name, dropIn, conf }: Pick<DesiredContainer, "name" | "dropIn" | "conf">,
  { signal, onKept, isExact = false }: UnitFileOptions = {},
): Promise<void> {
  const text = dropIn === undefined || isExact ? dropIn : sealed(dropIn);
  const changed = [
    await settle(layout, dropInPath(layout, name), text, onKept),
    await settleLink(layout, name, conf.get("AUTO_START") === "1"),
  ];
  if (changed.includes(true) && layout.root === "/") await reloadUnits(layout.system, signal);
}

/** Removes what `writeUnitFiles` writes. What others have beside it (`systemctl set-property`) stays. */
export async function removeUnitFiles(
  layout: HostLayout,
  name: string,
  options: UnitFileOptions = {},
): Promise<void> {
  const nothing = { name, dropIn: undefined, conf: new Map<string, string>() };
  await writeUnitFiles(layout, nothing, options);
  const folder = dirname(dropInPath(layout, name));
  await onHost(layout, folder, () => rmdir(folder).catch(passOver));
  for (const left of namesIn(folder)) options.onKept?.(join(folder, left));
}

function passOver(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT" && error.code !== "ENOTEMPTY") throw error;
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Writes or removes a file; tells whether there was anything to do. */
async function settle(
  layout: HostLayout,
  path: string,
  text: string | undefined,
  onKept: OnKept | undefined,
): Promise<boolean> {
  if (text !== undefined) return replace(layout, path, text, onKept);
  const isThere = existsSync(path);
  if (!isThere) return false;
  await keepChanged(layout, path, undefined, onKept);
  await onHost(layout, path, () => rm(path, { force: true }));
  return true;
}

/** Tells whether it had another text. */
async function replace(
  layout: HostLayout,
  path: string,
  text: string,
  onKept: OnKept | undefined,
): Promise<boolean> {
  const before = fileText(path);
  // Also one that was written before there were seals.
  if (before === text || before === unsealed(text)) return false;
  await keepChanged(layout, path, text, onKept);
  await writeText(layout, path, text);
  return true;
}

async function keepChanged(
  layout: HostLayout,
  path: string,
  next: string | undefined,
  onKept: OnKept | undefined,
): Promise<void> {
  const text = fileText(path);
  if (text === undefined || isAsWritten(text)) return;
  const kept = await keepFile(layout, path, next);
  if (kept !== undefined) onKept?.(kept);
}

async function settleLink(layout: HostLayout, name: string, isWanted: boolean): Promise<boolean> {
  const link = startLink(layout, name);
  const isThere = lstatSync(link, { throwIfNoEntry: false }) !== undefined;
  if (isThere === isWanted) return false;
  await onHost(layout, link, async () => {
    if (!isWanted) return rm(link, { force: true });
    makeFolder(dirname(link), 0o755);
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
export async function writeText(
  layout: Pick<HostLayout, "system">,
  path: string,
  text: string,
): Promise<void> {
  if (fileText(path) === text) return;
  await onHost(layout, path, () => {
    makeFolder(dirname(path), 0o755);
  });
  await writeHostFile(layout, path, text);
}
