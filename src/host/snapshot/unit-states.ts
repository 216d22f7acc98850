import { ProblemError } from "../../problems/problem.js";
import type { HostSystem } from "../system/host-system.js";
import { propertiesOfUnits } from "../systemd.js";

/** Values of ActiveState of a unit (org.freedesktop.systemd1(5)). */
const activeStates = [
  "active",
  "reloading",
  "inactive",
  "failed",
  "activating",
  "deactivating",
  "maintenance",
  "refreshing",
] as const;

/** "unknown" where systemd cannot be asked. */
export type ActiveState = (typeof activeStates)[number] | "unknown";

export interface UnitState {
  readonly activeState: ActiveState;
  /** The process that the unit is made of, while there is one. */
  readonly mainPid: number | undefined;
  /** Another at each start; undefined where it never was started. */
  readonly invocation: string | undefined;
  /** When it became active last, in microseconds of the clock that stands still while the host sleeps. */
  readonly activeSince: number | undefined;
}

const nothing: UnitState = {
  activeState: "unknown",
  mainPid: undefined,
  invocation: undefined,
  activeSince: undefined,
};

const properties = ["ActiveState", "MainPID", "InvocationID", "ActiveEnterTimestampMonotonic"];

/**
 * The states of containers' units, all asked for at once.
 * @returns by name of the container; "unknown" without systemd, or where it does not answer
 * @throws ProblemError NP502 when it was interrupted
 */
export async function unitStates(
  system: HostSystem,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, UnitState>> {
  const found = names.length === 0 ? new Map<string, never>() : await ask(system, names, signal);
  return new Map(names.map((name) => [name, stateOf(found.get(name))]));
}

/** Whether a container is up, or on its way there; undefined where that is not known. */
export function isRunning({ activeState }: UnitState): boolean | undefined {
  if (activeState === "unknown") return undefined;
  return !["inactive", "failed", "deactivating"].includes(activeState);
}

type Properties = ReadonlyMap<string, string>;

async function ask(
  system: HostSystem,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Properties>> {
  try {
    return await propertiesOfUnits(system, names, properties, signal);
  } catch (error) {
    const isSilent =
      error instanceof ProblemError &&
      error.problems.every(({ code }) => code === "NP712" || code === "NP706");
    if (isSilent) return new Map();
    throw error;
  }
}

function stateOf(found: Properties | undefined): UnitState {
  const activeState = activeStates.find((one) => one === found?.get("ActiveState"));
  if (activeState === undefined) return nothing;
  const invocation = found?.get("InvocationID");
  return {
    activeState,
    mainPid: positive(found?.get("MainPID")),
    invocation: invocation === "" ? undefined : invocation,
    activeSince: positive(found?.get("ActiveEnterTimestampMonotonic")),
  };
}

/** systemd has 0 for what is not there. */
function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return number > 0 ? number : undefined;
}
