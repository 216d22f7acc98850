import { keepWhatWasMade } from "../../host/killed-create.js";
import { existingContainer } from "../../host/existing-container.js";
import { hostLayout } from "../../host/layout.js";
import { terminate, unitJob, type Job } from "../../host/systemd.js";
import { forgetRollback } from "../../host/unfinished.js";
import { ProblemError } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import { eachContainer, namedContainers, type NamesGiven } from "./each-container.js";
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
    const names = namedContainers(options, layout);
    const problems = await eachContainer(names, atOnce, async (name) => {
      await existingContainer(layout, name, signal);
      if (job === "terminate") await end(name, signal);
      else await unitJob(job, name, signal);
      if (job === "start" || job === "restart") await keepWhatWasMade(layout, name);
      // It runs what its profile leads to: a rollback that failed has come to its end.
      if (job !== "stop" && job !== "terminate") await forgetRollback(layout, name);
      say(`${name}: ${done[job]}`);
    });
    return { problems };
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
