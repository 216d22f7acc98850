import { ProblemError } from "../../problems/problem.js";
import type { HostContainer } from "../snapshot/host-state.js";
import type { HostLayout } from "../layout.js";
import { profileLink } from "../snapshot/profile-link.js";
import { runSteps } from "./steps.js";
import { unitJob } from "../systemd.js";
import { forgetRollback, noteRollback, readRollback } from "../snapshot/unfinished.js";

/**
 * Brings a container back to the generation before, at once where it runs. After one that was killed
 * or failed when the profile led there already, it goes on from there, and back no further. The
 * container's lock has to be held.
 * @returns the number of the generation
 * @throws ProblemError NP725 without an older one; as `profileGenerations` and `unitJob`
 */
export async function rollBackContainer(
  layout: HostLayout,
  { name, running }: HostContainer,
  onStep: (name: string) => void,
  signal?: AbortSignal,
): Promise<number> {
  const profile = profileLink(layout, name);
  const generations = await layout.system.profiles.generations(profile, { signal });
  const current = generations.findIndex((one) => one.current);
  const noted = readRollback(layout, name);
  const isThere =
    noted?.number === generations[current]?.number &&
    noted?.date === generations[current]?.date.toISOString();
  const wanted = generations[isThere ? current : current - 1];
  if (wanted === undefined) throw new ProblemError([noOlder(name)]);

  const { number } = wanted;
  const note = { number, date: wanted.date.toISOString() };
  const switching = [
    { name: "note the generation", run: () => noteRollback(layout, name, note) },
    { name: "set the profile", run: () => layout.system.profiles.rollBack(profile, { signal }) },
  ];
  const reload = {
    name: "reload the container",
    run: () => unitJob(layout.system, "reload", name, signal),
  };
  // Where the reload fails, the next one is to reload, and goes back no further either.
  await runSteps([...(isThere ? [] : switching), ...(running === true ? [reload] : [])], onStep);
  await forgetRollback(layout, name);
  return number;
}

function noOlder(name: string) {
  return {
    code: "NP725",
    severity: "error",
    message: `container \`${name}\` has no older generation`,
  } as const;
}
