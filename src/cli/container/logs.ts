import { readdirSync } from "node:fs";
import { join } from "node:path";
import { confOfExisting, runningRoot } from "../../host/snapshot/existing-container.js";
import type { HostContainer } from "../../host/snapshot/host-state.js";
import { hostLayout, type HostLayout } from "../../host/layout.js";
import { machineLeader } from "../../host/snapshot/machines.js";
import { unitStates } from "../../host/snapshot/unit-states.js";
import { strayFolder } from "../../host/within-root.js";
import { runProgram } from "../../nix/program/run.js";
import { NP727 } from "../../problems/codes/host.js";
import { ProblemError } from "../../problems/problem.js";
import { unitName } from "../../plan/host-interface.js";
import { exitCodes } from "../exit-codes.js";
import { hostCommand, sayTo } from "./host-command.js";
import type { OneContainer } from "./inside.js";

export interface LogsOptions extends OneContainer {
  readonly follow: boolean;
  readonly lines?: number | undefined;
  /** A unit inside the container. */
  readonly unit?: string | undefined;
}

/**
 * `nixpawn logs NAME`: the container's own journal, as it is or as it was kept; where there is none,
 * the host's journal of its unit. To follow ends when it is interrupted, without a complaint.
 */
export async function logs(options: LogsOptions): Promise<number> {
  const { name, follow, lines, unit } = options;
  let exitCode: number = exitCodes.done;
  const failed = await hostCommand(options, async (signal) => {
    const layout = hostLayout();
    const container = { name, conf: confOfExisting(layout, name) };
    const { where, note } = await journalSource(layout, container, options, signal);
    if (note !== undefined) sayTo(options)(`${name}: ${note}`);
    const words = [
      ...where,
      // Without it, only entries of the boot that was the last one when it was called are shown.
      ...(follow ? ["--follow", "--merge"] : ["--no-pager"]),
      ...(lines === undefined ? [] : ["--lines", String(lines)]),
      ...(unit === undefined ? [] : ["--unit", unit]),
    ];
    exitCode = await show(words, signal);
    if (exitCode === exitCodes.done || exitCode === exitCodes.interrupted) return {};
    throw new ProblemError([NP727.unreadable({ name, hint: hostJournal(name) })]);
  });
  return failed === 0 ? exitCode : failed;
}

/** @returns the exit code of journalctl: that it was interrupted, or is read no further, is its end */
async function show(words: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    const ended = await runProgram("journalctl", words, { signal, streams: "inherit" });
    if (ended.signal === "SIGINT") return exitCodes.interrupted;
    return ended.signal === "SIGPIPE" ? exitCodes.done : (ended.exitCode ?? exitCodes.failure);
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    throw error;
  }
}

interface JournalSource {
  /** Which journal journalctl is to show. */
  readonly where: readonly string[];
  /** What people are to know of it. */
  readonly note?: string | undefined;
}

async function journalSource(
  layout: HostLayout,
  container: Pick<HostContainer, "name" | "conf">,
  { follow, unit }: LogsOptions,
  signal: AbortSignal,
): Promise<JournalSource> {
  const { name } = container;
  const root = runningRoot(layout, container);
  const folder = join(root, "var/log/journal");
  const isKept = strayFolder(root, join(folder, "x")) === undefined && holdsJournal(folder);
  const runs = (await machineLeader(layout.system, name, signal)) !== undefined;
  const isForgotten = container.conf?.values.get("EPHEMERAL") === "1";
  // A restart makes another machine of it, but writes to the same files.
  if (runs && !(follow && isKept && !isForgotten)) return { where: ["--machine", name] };
  const hasFailed = !runs && (await lastStartFailed(layout, name, signal));
  if (isKept) {
    const note = hasFailed ? `its last start failed; see \`${hostJournal(name)}\`` : undefined;
    return { where: ["--directory", folder], note };
  }
  // Of the host's journal, a unit of the container is nothing.
  if (unit !== undefined) return { where: ["--directory", folder] };
  return {
    where: ["--unit", unitName(name)],
    note: "it has no journal of its own; this is the host's journal of its unit",
  };
}

function hostJournal(name: string): string {
  return `journalctl --unit ${unitName(name)}`;
}

/** Whether a folder has files of a journal; there may be an empty one of a container that never ran. */
function holdsJournal(folder: string): boolean {
  try {
    return readdirSync(folder, { recursive: true }).some((file) =>
      String(file).endsWith(".journal"),
    );
  } catch {
    return false;
  }
}

async function lastStartFailed(
  layout: HostLayout,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  const state = (await unitStates(layout.system, [name], signal)).get(name)?.activeState;
  return state === "failed" || state === "activating";
}
