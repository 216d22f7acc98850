import type { ProgramRun } from "../nix/program/run.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { unitName } from "../plan/host-interface.js";
import { keyAndValue } from "./snapshot/key-value.js";
import { killMachine, machineLeader } from "./snapshot/machines.js";
import type { HostSystem } from "./system/host-system.js";

/** What systemd is asked to do with the unit of a container. */
export type Job = "start" | "stop" | "restart" | "reload";

/** What each is called when it did not work. */
const nouns: Readonly<Record<Job, string>> = {
  start: "started",
  stop: "stopped",
  restart: "restarted",
  reload: "reloaded",
};

/**
 * Runs a job of systemd and waits for its end: after a start the container's own systemd is up. A
 * start that fails counts only when the next one, which is systemd's own, fails too.
 * @throws ProblemError NP714 when it failed, with the last lines of the journal; NP712 without
 *   systemd, NP713 where its unit is not there, NP706 without the privilege; NP502 when interrupted
 */
export async function unitJob(
  system: HostSystem,
  job: Job,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const unit = unitName(name);
  // One that failed five times in ten seconds is not started by systemd any more.
  if (job === "start" || job === "restart") await systemctl(system, ["reset-failed", unit], signal);
  const run = await systemctl(system, [job, unit], signal);
  if (run.exitCode === 0) {
    // A stop that meets a try to start leaves the unit failed, and the host degraded (systemd.service(5)).
    if (job === "stop") await systemctl(system, ["reset-failed", unit], signal);
    return;
  }
  const problem = await whyNot(system, job, name, run, signal);
  if ((job === "start" || job === "restart") && (await comesUpAgain(system, name, signal))) return;
  throw new ProblemError([problem]);
}

/**
 * Stops several containers, each by a job of its own; systemd runs them side by side.
 * @returns whether all have stopped; which one has not, and why, is what `unitJob` tells of each
 * @throws ProblemError NP502 when interrupted
 */
export async function stopTogether(
  system: HostSystem,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  const units = names.map(unitName);
  try {
    const run = await systemctl(system, ["stop", ...units], signal);
    if (run.exitCode !== 0) return false;
    await systemctl(system, ["reset-failed", ...units], signal);
    return true;
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof ProblemError)) throw error;
    return false;
  }
}

/**
 * Whether a container comes up that systemd starts once more by itself: systemd-nspawn fails when
 * machined does not answer it, while systemd reads its units anew, say.
 */
async function comesUpAgain(
  system: HostSystem,
  name: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let most: number | undefined;
  for (;;) {
    const found = await unitProperties(system, name, ["ActiveState", "NRestarts"], signal);
    const state = found.get("ActiveState");
    if (state !== "activating") return state === "active";
    const restarts = Number(found.get("NRestarts"));
    most ??= restarts + 1;
    if (restarts > most) return false;
    await system.clock.sleep(100);
  }
}

/**
 * Ends a container without asking it, and does not let systemd start it again: neither one that runs,
 * nor one whose start failed and is tried again.
 * @returns whether it ran
 * @throws as `unitJob`
 */
export async function terminate(
  system: HostSystem,
  name: string,
  signal?: AbortSignal,
): Promise<boolean> {
  // Between two tries of a start that fails, machined knows no machine, but systemd goes on.
  const state =
    (await unitProperties(system, name, ["ActiveState"], signal)).get("ActiveState") ?? "";
  const isIdle = ["inactive", "failed"].includes(state);
  if (isIdle && (await machineLeader(system, name, signal)) === undefined) return false;
  const run = await systemctl(system, ["stop", "--no-block", unitName(name)], signal);
  if (run.exitCode !== 0) throw new ProblemError([refusal(run)]);
  await killMachine(system, name, signal);
  await unitJob(system, "stop", name, signal);
  return true;
}

/** How long a container may take to stop in good order before it is killed, in milliseconds. */
const patience = 15_000;

/**
 * Stops a container, and kills it where it does not stop: one that is just booting does not listen
 * yet. For containers that are removed, or do not come up.
 * @throws as `unitJob`
 */
export async function stopSurely(
  system: HostSystem,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const late = system.clock.timeout(patience);
  try {
    await unitJob(
      system,
      "stop",
      name,
      signal === undefined ? late : AbortSignal.any([signal, late]),
    );
  } catch (error) {
    const isStuck =
      error instanceof ProblemError && error.problems.some(({ code }) => code === "NP714");
    if (signal?.aborted === true || !(isStuck || late.aborted)) throw error;
    if (!(await terminate(system, name, signal))) await unitJob(system, "stop", name, signal);
  }
}

/** A unit that failed is not listed any more, where its container is gone. @throws as `unitJob` */
export async function forgetFailure(
  system: HostSystem,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  await systemctl(system, ["reset-failed", unitName(name)], signal);
}

/** Tells systemd to read its units anew. @throws as `unitJob` */
export async function reloadUnits(system: HostSystem, signal?: AbortSignal): Promise<void> {
  const run = await systemctl(system, ["daemon-reload"], signal);
  if (run.exitCode !== 0) throw new ProblemError([refusal(run)]);
}

/**
 * Properties of a unit, as systemd has them; one that has several values, with a line for each.
 * @throws ProblemError NP712 without systemd, NP502
 */
export async function unitProperties(
  system: HostSystem,
  name: string,
  properties: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return readProperties(await show(system, [name], properties, signal));
}

/**
 * Properties of several units, all asked for at once.
 * @returns by name of the container, of those that systemd knows by this name
 * @throws as `unitProperties`
 */
export async function propertiesOfUnits(
  system: HostSystem,
  names: readonly string[],
  properties: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const text = await show(system, names, ["Id", ...properties], signal);
  const units = text.split(/\n\n+/).map(readProperties);
  const byId = new Map(units.map((one) => [one.get("Id"), one]));
  return new Map(
    names.flatMap((name) => {
      const found = byId.get(unitName(name));
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}

/** @returns a block of `NAME=value` lines for each unit, with an empty line between two */
async function show(
  system: HostSystem,
  names: readonly string[],
  properties: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const words = ["show", `--property=${properties.join(",")}`, "--", ...names.map(unitName)];
  const run = await systemctl(system, words, signal);
  if (run.exitCode !== 0) throw new ProblemError([refusal(run)]);
  return run.stdout;
}

function readProperties(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [name, value] = keyAndValue(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const before = found.get(name);
    found.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return found;
}

/** @throws ProblemError NP712 where there is none to be asked */
export async function demandSystemd(system: HostSystem, signal?: AbortSignal): Promise<void> {
  const run = await systemctl(system, ["show", "--property=Version"], signal);
  if (run.exitCode !== 0) throw new ProblemError([refusal(run)]);
}

async function systemctl(
  system: HostSystem,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ProgramRun> {
  try {
    return await system.run("systemctl", ["--no-ask-password", ...words], { signal });
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === "NP501")) {
      throw new ProblemError([noSystemd("there is no `systemctl`")]);
    }
    throw error;
  }
}

async function whyNot(
  system: HostSystem,
  job: Job,
  name: string,
  run: ProgramRun,
  signal: AbortSignal | undefined,
): Promise<Problem> {
  const found = await unitProperties(system, name, ["LoadState", "Result", "InvocationID"], signal);
  if (found.get("LoadState") === "not-found") return unitMissing(run.stderr);
  if (/authentication|Access denied|not permitted|Permission denied/i.test(run.stderr)) {
    return refusal(run);
  }
  const result = found.get("Result") ?? "";
  const why = result === "timeout" ? ": it was not ready in time" : "";
  const details = await lastLines(system, name, found.get("InvocationID"), signal);
  return {
    code: "NP714",
    severity: "error",
    message: `container \`${name}\` could not be ${nouns[job]}${why}`,
    // Linux has 128 for all of root's containers, where NixOS has not raised it (inotify(7)).
    hint: details.includes("Too many open files")
      ? "raise fs.inotify.max_user_instances: sysctl fs.inotify.max_user_instances=8192"
      : `see \`journalctl --unit ${unitName(name)}\``,
    details,
  };
}

/** NP713 */
export function unitMissing(details: string): Problem {
  return {
    code: "NP713",
    severity: "error",
    message: "this host has no `container@.service`",
    hint: "on NixOS set `boot.enableContainers`; elsewhere run `nixpawn generate --target units --root /`; it takes no config",
    details,
  };
}

/** The end of what the last start of a unit wrote to the journal. */
async function lastLines(
  system: HostSystem,
  name: string,
  invocation: string | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const which =
    invocation === undefined || invocation === ""
      ? [`--unit=${unitName(name)}`]
      : [`_SYSTEMD_INVOCATION_ID=${invocation}`, "+", `INVOCATION_ID=${invocation}`];
  try {
    const words = ["--quiet", "--no-pager", "--output=cat", "--lines=20", ...which];
    return (await system.run("journalctl", words, { signal })).stdout.trimEnd();
  } catch {
    return "";
  }
}

function refusal(run: ProgramRun): Problem {
  const text = run.stderr.trim();
  if (/not been booted with systemd|Failed to connect to bus|Host is down/i.test(text)) {
    return noSystemd(text);
  }
  return {
    code: "NP706",
    severity: "error",
    message: "systemd does not let this user change containers",
    hint: "run the command as root",
    details: text,
  };
}

function noSystemd(details: string): Problem {
  return {
    code: "NP712",
    severity: "error",
    message: "there is no systemd to run containers",
    hint: "containers are run by systemd, as the first process of the host",
    details,
  };
}
