import ipaddr from "ipaddr.js";
import { ProblemError } from "../../problems/problem.js";
import { keyValues } from "./key-value.js";
import type { HostSystem } from "../system/host-system.js";

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
  system: HostSystem,
  name: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const text = await answer(
    system,
    "machinectl",
    ["show", "--property=Leader", "--", name],
    signal,
  );
  const leader = Number(keyValues(text?.split("\n") ?? []).get("Leader"));
  return leader > 0 ? leader : undefined;
}

/**
 * The addresses of running containers, but for those of their loopbacks and their links. Those of
 * several are asked for at once.
 * @returns by name; none where machined knows none
 */
export async function machineAddresses(
  system: HostSystem,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const listed = names.length > 1 ? await listedAddresses(system, signal) : undefined;
  const found = new Map<string, readonly string[]>();
  for (const name of names) {
    const all = listed === undefined ? await addressesOf(system, name, signal) : listed.get(name);
    found.set(name, (all ?? []).filter(isWide));
  }
  return found;
}

/**
 * What `machinectl list` says of all machines. Its JSON is older than what machinectl(1) says of it,
 * with the addresses in one text and a dash for none at first.
 * @returns undefined where it prints no JSON
 */
async function listedAddresses(
  system: HostSystem,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string[]> | undefined> {
  const words = ["list", "--output=json", "--no-legend", "--max-addresses=all"];
  const machines = parsed(await answer(system, "machinectl", words, signal));
  if (!Array.isArray(machines)) return undefined;
  return new Map(
    (machines as { readonly machine: string; readonly addresses?: unknown }[]).map(
      ({ machine, addresses }) => [
        machine,
        (typeof addresses === "string" ? addresses.split(/\s+/) : [])
          .filter((one) => ipaddr.isValid(one))
          .map((one) => ipaddr.parse(one).toString()),
      ],
    ),
  );
}

async function addressesOf(
  system: HostSystem,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const [found] =
    (await call(system, ["call", ...manager, "GetMachineAddresses", "s", name], signal)) ?? [];
  if (!Array.isArray(found)) return [];
  return (found as [number, number[]][]).map(([, bytes]) => ipaddr.fromByteArray(bytes).toString());
}

/**
 * Kills the first process of a container, and so all of it. TerminateMachine would ask systemd for
 * no more than a stop.
 * @returns whether machined knew it, and let this user
 */
export async function killMachine(
  system: HostSystem,
  name: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const sigkill = "9";
  const words = ["call", ...manager, "KillMachine", "ssi", name, "leader", sigkill];
  return (await call(system, words, signal)) !== undefined;
}

/** The values that a call of busctl answers; undefined where it is refused. */
async function call(
  system: HostSystem,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly unknown[] | undefined> {
  const text = await answer(system, "busctl", ["--system", "--json=short", ...words], signal);
  if (text === undefined) return undefined;
  if (text.trim() === "") return [];
  const { data } = JSON.parse(text) as { readonly data: unknown };
  return Array.isArray(data) ? (data as readonly unknown[]) : [data];
}

/** What a program prints; undefined where it fails, or is not there. @throws ProblemError NP502 */
async function answer(
  system: HostSystem,
  program: string,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await system.run(program, words, { signal });
    return exitCode === 0 ? stdout : undefined;
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === "NP501")) {
      return undefined;
    }
    throw error;
  }
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
}

/** Link-local ones need the name of an interface to be of use. */
function isWide(address: string): boolean {
  return !/^(?:127\.|169\.254\.|fe80:)/.test(address) && address !== "::1";
}
