import { readFileSync } from "node:fs";

/**
 * Tells a process from every other one, also from a later one of the same number: numbers of
 * processes are used again.
 * @returns its number and when it started, as proc(5) says, with a blank between
 */
export function processIdentity(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .replace(/^.*\)/s, "")
      .split(" ");
    return `${String(pid)} ${fields[20] ?? ""}`;
  } catch {
    try {
      process.kill(pid, 0);
      return `${String(pid)} alive`;
    } catch {
      return `${String(pid)} gone`;
    }
  }
}
