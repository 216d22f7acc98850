import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../nix/program/run.js";
import { ProblemError } from "../problems/problem.js";
import { shellWord } from "../problems/shell-words.js";
import { onHost } from "./write-file.js";

/**
 * Removes the root file system of a container. Links are removed, never followed; where something
 * is mounted in it, nothing is removed: what is mounted may be the host's own data.
 * @param path absolute
 * @throws ProblemError NP719 for mounts, NP706, NP711
 */
export async function removeTree(path: string, signal?: AbortSignal): Promise<void> {
  if (!existsSync(path)) return;
  const mounts = mountsIn(path);
  if (mounts.length > 0) {
    throw new ProblemError([
      {
        code: "NP719",
        severity: "error",
        message: `something is mounted in ${path}: ${mounts.slice(0, 3).join(", ")}`,
        hint: `unmount it first: umount ${shellWord(mounts[0] ?? "")}`,
      },
    ]);
  }
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 });
  try {
    await remove();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM")
      await onHost(path, () => Promise.reject(error as Error));
    // NixOS makes /var/empty immutable (chattr(1)).
    await runProgram("chattr", ["-R", "-f", "-i", "-a", "--", path], { signal });
    await onHost(path, remove);
  }
}

/**
 * Where something is mounted in a folder.
 * @param mountinfo the text of /proc/self/mountinfo (proc_pid_mountinfo(5))
 */
export function mountsIn(
  folder: string,
  mountinfo = readFileSync("/proc/self/mountinfo", "utf8"),
): string[] {
  const prefix = join(folder, "/");
  return mountinfo
    .split("\n")
    .map((line) => (line.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, octal))
    .filter((point) => point.startsWith(prefix));
}

/** A blank, a tab, a line break and a backslash are written so. */
function octal(_escape: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}
