import {
  confOfExisting,
  existingContainer,
  noSuch,
} from "../../host/snapshot/existing-container.js";
import { hasConf, hostLayout, type HostLayout } from "../../host/layout.js";
import { withContainerLock } from "../../host/locks.js";
import { stopTogether, terminate, unitJob, type Job } from "../../host/systemd.js";
import {
  demandNoRemoval,
  forgetRollback,
  keepWhatWasMade,
} from "../../host/snapshot/unfinished.js";
import { isRunning, unitStates } from "../../host/snapshot/unit-states.js";
import { NP723 } from "../../problems/codes/host.js";
import { ProblemError } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import {
  eachContainer,
  namedContainers,
  sayPassedOver,
  whichExist,
  type NamesGiven,
} from "./each-container.js";
import { hostCommand, sayTo } from "./host-command.js";

/** systemd waits for the containers; this many are started at once. */
const atOnce = 8;

const done: Readonly<Record<Job | "terminate", string>> = {
  start: "started",
  stop: "stopped",
  restart: "restarted",
  reload: "reloaded",
  terminate: "terminated",
};

/** `nixpawn start`, `stop`, `restart`, `reload` and `terminate`. Returns the exit code. */
export async function containerJobs(
  job: Job | "terminate",
  options: GlobalOptions & NamesGiven,
): Promise<number> {
  const say = sayTo(options);
  return hostCommand(options, async (signal) => {
    const layout = hostLayout();
    const named = namedContainers(options, layout);
    const names = options.all ? await namesFor(layout, job, named, options, signal) : named;
    const stopped = job === "stop" ? await stoppedTogether(layout, names, signal) : new Set();
    const problems = await eachContainer(names, atOnce, async (name) => {
      confOfExisting(layout, name);
      if (job === "terminate") await end(layout, name, signal);
      else if (job !== "stop") await bringUp(job, layout, name, signal);
      else if (!stopped.has(name)) await unitJob(layout.system, job, name, signal);
      say(`${name}: ${done[job]}`);
    });
    return { problems };
  });
}

/**
 * Stops those of several containers that are there, all at once. Where that fails, or is but one, each
 * is stopped by itself, which tells what failed: it is nothing to one that has stopped.
 * @returns those that have stopped
 */
async function stoppedTogether(
  layout: HostLayout,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const { found } = await whichExist(layout, names);
  const all = found.length > 1 && (await stopTogether(layout.system, found, signal));
  return new Set(all ? found : []);
}

/** Of all, those that a job is for: but for a start, those that run. */
async function namesFor(
  layout: HostLayout,
  job: Job | "terminate",
  names: readonly string[],
  { verbose }: GlobalOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (job === "start") return names;
  const states = await unitStates(layout.system, names, signal);
  const isEnd = job === "stop" || job === "terminate";
  return names.filter((name) => {
    const state = states.get(name);
    // Where it is not known, systemd says why. What is stopping may hang, and is waited for.
    if (state === undefined || isRunning(state) !== false) return true;
    if (isEnd && state.activeState === "deactivating") return true;
    // Which do not run is nothing to be told by a `stop` of all.
    if (verbose) sayPassedOver(name, "it does not run");
    return false;
  });
}

/**
 * Nothing is started while another nixpawn changes or removes the container: half of it may be there.
 * `stop` and `terminate` do without the lock: who holds it may build for an hour, or wait for a start
 * that comes to no end, and a container has to stop when its user wants it. Nothing half done is in
 * their way: systemd runs the jobs of a unit one after the other.
 */
async function bringUp(
  job: "start" | "restart" | "reload",
  layout: HostLayout,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await withContainerLock(layout, name, async () => {
      // It may have been removed meanwhile, or in part by one that was killed.
      if (!hasConf(layout, name)) throw new ProblemError([noSuch(name, layout)]);
      demandNoRemoval(layout, name);
      await unitJob(layout.system, job, name, signal);
      if (job !== "reload") await keepWhatWasMade(layout, name);
      // It runs what its profile leads to: a rollback that failed has come to its end.
      await forgetRollback(layout, name);
    });
  } catch (error) {
    if (job !== "start" || !isBusy(error)) throw error;
    // Another one starts it, and that takes its time: this one waits for the same.
    const { running } = await existingContainer(layout, name, signal);
    if (running !== true) throw error;
    await unitJob(layout.system, job, name, signal);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.every(({ code }) => code === "NP705");
}

async function end(layout: HostLayout, name: string, signal: AbortSignal): Promise<void> {
  if (await terminate(layout.system, name, signal)) return;
  const state = (await unitStates(layout.system, [name], signal)).get(name);
  if (state?.activeState === "deactivating") {
    await unitJob(layout.system, "stop", name, signal);
    return;
  }
  throw new ProblemError([NP723.notRunning({ name })]);
}
