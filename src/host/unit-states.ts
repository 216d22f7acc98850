import { runProgram, type ProgramRun } from "../nix/program/run.js";
import { ProblemError } from "../problems/problem.js";
import { unitName } from "../spec/facts.js";

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
}

const nothing: UnitState = { activeState: "unknown", mainPid: undefined, invocation: undefined };

/**
 * The states of containers' units, all asked for at once.
 * @returns by name of the container; "unknown" without systemd, or where it does not answer
 * @throws ProblemError NP502 when it was interrupted
 */
export async function unitStates(
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, UnitState>> {
  const run = names.length === 0 ? undefined : await show(names, signal);
  const blocks = run?.exitCode === 0 ? run.stdout.split(/\n\n+/).map(readBlock) : [];
  const byId = new Map(blocks.map((one) => [one.get("Id"), one]));
  return new Map(names.map((name) => [name, stateOf(byId.get(unitName(name)))]));
}

/** Whether a container is up, or on its way there; undefined where that is not known. */
export function isRunning({ activeState }: UnitState): boolean | undefined {
  if (activeState === "unknown") return undefined;
  return !["inactive", "failed", "deactivating"].includes(activeState);
}

async function show(
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ProgramRun | undefined> {
  const properties = "--property=Id,ActiveState,MainPID,InvocationID";
  try {
    return await runProgram("systemctl", ["show", properties, "--", ...names.map(unitName)], {
      signal,
    });
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === "NP501")) {
      return undefined;
    }
    throw error;
  }
}

/** `NAME=value` lines of one unit. */
function readBlock(block: string): ReadonlyMap<string, string> {
  return new Map(
    block.split("\n").flatMap((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [] : ([[line.slice(0, at), line.slice(at + 1)]] as const);
    }),
  );
}

function stateOf(block: ReadonlyMap<string, string> | undefined): UnitState {
  const activeState = activeStates.find((one) => one === block?.get("ActiveState"));
  if (activeState === undefined) return nothing;
  const mainPid = Number(block?.get("MainPID"));
  const invocation = block?.get("InvocationID");
  return {
    activeState,
    mainPid: mainPid > 0 ? mainPid : undefined,
    invocation: invocation === "" ? undefined : invocation,
  };
}
