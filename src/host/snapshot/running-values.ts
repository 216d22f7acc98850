import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keyValues } from "./key-value.js";
import { isContainerKey } from "../layout.js";

/**
 * The values of a conf file as they were when a container was started: systemd gives them to the
 * start as variables, and systemd-nspawn keeps them in its environment (proc_pid_environ(5)).
 * @param nspawn the process of systemd-nspawn
 * @param proc where the process file system is
 * @returns undefined where it cannot be told: without privilege, or when it has just ended
 */
export function runningValues(
  nspawn: number,
  proc = "/proc",
): ReadonlyMap<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(join(proc, String(nspawn), "environ"), "utf8");
  } catch {
    return undefined;
  }
  const variables = keyValues(text.split("\0"));
  // A process that is ending has none at all.
  if (variables.size === 0) return undefined;
  return new Map([...variables].filter(([key]) => isContainerKey(key)));
}
