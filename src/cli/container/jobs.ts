import { existingContainer, noSuch } from "../../host/existing-container.js";
import { readHost } from "../../host/host-state.js";
import { demandNoRemoval, keepWhatWasMade } from "../../host/killed-create.js";
import { hasConf, hostLayout, type HostLayout } from "../../host/layout.js";
import { withContainerLock } from "../../host/locks.js";
import { terminate, unitJob, type Job } from "../../host/systemd.js";
import { forgetRollback } from "../../host/unfinished.js";
import { ProblemError } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import {
  eachContainer,
  namedContainers,
  sayPassedOver,
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
    const isOfRunning = options.all && job !== "start";
    const names = isOfRunning ? await runningOf(named, layout, options, signal) : named;
    const problems = await eachContainer(names, atOnce, async (name) => {
      await existingContainer(layout, name, signal);
      if (job === "terminate") await end(name, signal);
      else if (job === "stop") await unitJob(job, name, signal);
      else await bringUp(job, layout, name, signal);
      say(`${name}: ${done[job]}`);
    });
    return { problems };
  });
}

/** With --verbose it is said which do not run: that is nothing to be told of a `stop` of all. */
async function runningOf(
  names: readonly string[],
  layout: HostLayout,
  { verbose }: GlobalOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { containers } = await readHost(layout, [], signal);
  return names.filter((name) => {
    // Where that is not known, systemd says why.
    if (containers.get(name)?.running !== false) return true;
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
  await withContainerLock(layout, name, async () => {
    // It may have been removed meanwhile, or in part by one that was killed.
    if (!hasConf(layout, name)) throw new ProblemError([noSuch(name, layout)]);
    demandNoRemoval(layout, name);
    await unitJob(job, name, signal);
    if (job !== "reload") await keepWhatWasMade(layout, name);
    // It runs what its profile leads to: a rollback that failed has come to its end.
    await forgetRollback(layout, name);
  });
}

async function end(name: string, signal: AbortSignal): Promise<void> {
  if (await terminate(name, signal)) return;
  throw new ProblemError([
    {
      code: "NP723",
      severity: "error",
      message: `container \`${name}\` does not run`,
    },
  ]);
}
