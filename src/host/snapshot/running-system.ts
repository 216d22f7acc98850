import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * The store path of the system that runs in a container, which need not be the one that its
 * profile leads to.
 * @param nspawn the process of systemd-nspawn, whose child is the container's init
 * @param proc where the process file system is
 * @returns undefined where it cannot be told: without privilege, or while it starts
 */
export function runningSystem(nspawn: number, proc = "/proc"): string | undefined {
  const task = join(proc, String(nspawn), "task", String(nspawn), "children");
  for (const child of read(task).split(/\s+/).filter(Boolean)) {
    try {
      return readlinkSync(join(proc, child, "root/run/current-system"));
    } catch {
      // Not the init of a NixOS, or not ours to look into.
    }
  }
  return undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
