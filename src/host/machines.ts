import ipaddr from "ipaddr.js";
import { runProgram } from "../nix/program/run.js";
import { ProblemError } from "../problems/problem.js";

const manager = [
  "org.freedesktop.machine1",
  "/org/freedesktop/machine1",
  "org.freedesktop.machine1.Manager",
] as const;

/**
 * The process that is the first of a running container, as the host counts; undefined where machined
 * (org.freedesktop.machine1(5)) knows no such machine.
 */
export async function machineLeader(
  name: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const [path] = (await call(["call", ...manager, "GetMachine", "s", name], signal)) ?? [];
  if (typeof path !== "string") return undefined;
  const words = ["get-property", manager[0], path, "org.freedesktop.machine1.Machine", "Leader"];
  const [leader] = (await call(words, signal)) ?? [];
  return typeof leader === "number" && leader > 0 ? leader : undefined;
}

/** The addresses of a running container, but for those of its loopback and its links. */
export async function machineAddresses(name: string, signal?: AbortSignal): Promise<string[]> {
  const [found] =
    (await call(["call", ...manager, "GetMachineAddresses", "s", name], signal)) ?? [];
  if (!Array.isArray(found)) return [];
  return (found as [number, number[]][])
    .map(([, bytes]) => ipaddr.fromByteArray(bytes).toString())
    .filter(isWide);
}

/**
 * Kills the first process of a container, and so all of it. TerminateMachine would ask systemd for
 * no more than a stop.
 * @returns whether machined knew it, and let this user
 */
export async function killMachine(name: string, signal?: AbortSignal): Promise<boolean> {
  const sigkill = "9";
  const words = ["call", ...manager, "KillMachine", "ssi", name, "leader", sigkill];
  return (await call(words, signal)) !== undefined;
}

/** The values that a call of busctl answers; undefined where it is refused. */
async function call(
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly unknown[] | undefined> {
  try {
    const given = ["--system", "--json=short", ...words];
    const { exitCode, stdout } = await runProgram("busctl", given, { signal });
    if (exitCode !== 0) return undefined;
    if (stdout.trim() === "") return [];
    const { data } = JSON.parse(stdout) as { readonly data: unknown };
    return Array.isArray(data) ? (data as readonly unknown[]) : [data];
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === "NP501")) {
      return undefined;
    }
    throw error;
  }
}

/** Link-local ones need the name of an interface to be of use. */
function isWide(address: string): boolean {
  return !/^(?:127\.|169\.254\.|fe80:)/.test(address) && address !== "::1";
}
