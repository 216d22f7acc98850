import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { rm, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ProblemError } from "../../problems/problem.js";
import { shellWord } from "../../problems/shell-words.js";
import type { HostLayout } from "../layout.js";
import { onHost } from "../system/write-file.js";

/** The host that it is of. */
type On = Pick<HostLayout, "system">;

/**
 * Removes the root file system of a container. Links are removed, never followed, also one in the
 * place of the root; where something is mounted, nothing is removed.
 * @param path absolute
 * @throws ProblemError as `demandNoMounts`; NP706, NP711
 */
export async function removeTree(layout: On, path: string, signal?: AbortSignal): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isSymbolicLink()) {
    await onHost(layout, path, () => unlink(path));
    return;
  }
  demandNoMounts(layout, path);
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 });
  try {
    await layout.system.change(path, remove);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM")
      await onHost(layout, path, () => Promise.reject(error as Error));
    // NixOS makes /var/empty immutable (chattr(1)).
    await layout.system.run("chattr", ["-R", "-f", "-i", "-a", "--", path], { signal });
    await onHost(layout, path, remove);
  }
}

/**
 * What is mounted at a folder or in it may be the host's own data: a bind, another file system.
 * @param path absolute; nothing needs to be there
 * @throws ProblemError NP719
 */
export function demandNoMounts({ system }: On, path: string): void {
  const mounts = mountsIn(path, readFileSync(join(system.proc, "self/mountinfo"), "utf8"));
  if (mounts.length === 0) return;
  const shown = [...new Set(mounts)].slice(0, 3).join(", ");
  throw new ProblemError([
    {
      code: "NP719",
      severity: "error",
      message: `something is mounted in ${path}: ${shown}`,
      hint: `unmount it first: ${unmounting(mounts)}`,
    },
  ]);
}

/**
 * Where something is mounted at a path or below it: at a place as often as that is done.
 * @param path absolute; the folders above it may be links, of itself only its name counts
 * @param mountinfo the text of /proc/self/mountinfo (proc_pid_mountinfo(5))
 */
export function mountsIn(path: string, mountinfo: string): string[] {
  const at = join(realFolder(dirname(path)), basename(path));
  return mountinfo
    .split("\n")
    .map((line) => (line.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, octal))
    .filter((point) => isAtOrIn(point, at));
}

/** The kernel names places by their real paths. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function isAtOrIn(point: string, folder: string): boolean {
  return point === folder || point.startsWith(join(folder, "/"));
}

/** One command that unmounts all: of what is mounted on another, the lower is enough for umount -R. */
function unmounting(mounts: readonly string[]): string {
  const isBelow = (one: string): boolean =>
    mounts.some((other) => other !== one && isAtOrIn(one, other));
  // A place that is mounted over twice has to be unmounted twice.
  const lowest = mounts.filter((one) => !isBelow(one));
  const options = lowest.length < mounts.length ? ["-R"] : [];
  return ["umount", ...options, ...lowest.map(shellWord)].join(" ");
}

/** A blank, a tab, a line break and a backslash are written so. */
function octal(_escape: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}
