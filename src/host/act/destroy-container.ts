import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ProblemError } from "../../problems/problem.js";
import { removeUnitFiles, type OnKept } from "../container-files.js";
import {
  demandName,
  demandOwn,
  noSuch,
  ownTraces,
  rootOf,
} from "../snapshot/existing-container.js";
import { readHost } from "../snapshot/host-state.js";
import { confPath, demandOwnFolders, type HostLayout } from "../layout.js";
import { withContainerLock } from "../locks.js";
import { demandNoMounts, removeTree } from "./remove-tree.js";
import { runSteps, type Step } from "./steps.js";
import { forgetFailure, stopSurely, unitJob } from "../systemd.js";
import { forgetRollback, forgetUnfinished, noteUnfinished } from "../snapshot/unfinished.js";
import { forgetUnitInEffect } from "../snapshot/unit-in-effect.js";
import { forgetVainStart } from "../snapshot/vain-start.js";
import { onHost } from "../system/write-file.js";

interface RemovalOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of what is not nixpawn's, or was changed, and stays. */
  readonly onKept?: OnKept | undefined;
}

/**
 * What `destroyContainer` would remove, in words; nothing is changed.
 * @throws ProblemError NP710, NP717 when there is nothing of it, NP718, NP719, NP403
 */
export async function destruction(
  layout: HostLayout,
  name: string,
  signal?: AbortSignal,
): Promise<string[]> {
  demandName(name);
  demandOwnFolders(layout, name);
  const traces = ownTraces(layout, name);
  if (!Object.values(traces).includes(true)) throw new ProblemError([noSuch(name, layout)]);
  const { containers } = await readHost(layout, [name], signal);
  const container = containers.get(name);
  if (container !== undefined && traces.conf) demandOwn(container, "destroyed");
  const root = rootOf(layout, name);
  if (traces.root) demandNoMounts(layout, root);
  return [
    ...(container?.running === true ? ["the running container, which is stopped"] : []),
    ...(traces.root ? [rootWords(root)] : []),
    ...(traces.profile ? [`${join(layout.profiles, name)} (${generations(layout, name)})`] : []),
    ...(traces.conf ? [confPath(layout, name)] : []),
  ];
}

function rootWords(root: string): string {
  if (!lstatSync(root).isSymbolicLink()) return `${root} with all that is in it`;
  const target = resolve(dirname(root), readlinkSync(root));
  return `${root}, a link; what it leads to, ${target}, stays`;
}

/**
 * Stops a container and removes all that is of it. The conf file goes last: killed before, the same
 * command ends the work.
 * @throws ProblemError as `destruction`, before anything is changed; NP705, NP706, NP711, NP714
 */
export async function destroyContainer(
  layout: HostLayout,
  name: string,
  onStep: (name: string) => void,
  { signal, onKept }: RemovalOptions = {},
): Promise<void> {
  demandName(name);
  await withContainerLock(layout, name, async () => {
    // It may be another's, gone, or have mounts since it was looked at: nothing is stopped then.
    await destruction(layout, name, signal);
    const note = { command: "destroy", before: {} };
    await runSteps(
      [{ name: "note that it has begun", run: () => noteUnfinished(layout, name, note) }],
      onStep,
    );
    await removeContainer(layout, name, onStep, { withRoot: true, signal, onKept });
    await forgetRollback(layout, name);
    await forgetUnfinished(layout, name);
  });
}

/**
 * Stops a container and takes it off the host; its root file system, with all data, only where that
 * is said. Its lock has to be held.
 * @throws ProblemError NP706, NP711, NP714, NP719
 */
export async function removeContainer(
  layout: HostLayout,
  name: string,
  onStep: (name: string) => void,
  options: RemovalOptions & { readonly withRoot?: boolean } = {},
): Promise<void> {
  const { withRoot = false, ...more } = options;
  await runSteps(stepsOf(layout, name, withRoot, more), onStep);
}

function stepsOf(
  layout: HostLayout,
  name: string,
  withRoot: boolean,
  { signal, onKept }: RemovalOptions,
): Step[] {
  // Data that is kept is not to be damaged: it has all the time that its unit gives it.
  const stop = withRoot
    ? stopSurely
    : (): Promise<void> => unitJob(layout.system, "stop", name, signal);
  const own = ownTraces(layout, name);
  const remove = (words: string, path: string): Step => ({
    name: words,
    run: () => onHost(layout, path, () => rm(path, { recursive: true, force: true })),
  });
  return [
    ...(layout.root === "/"
      ? [{ name: "stop it", run: () => stop(layout.system, name, signal) }]
      : []),
    {
      name: "remove the unit's files",
      run: async () => {
        await removeUnitFiles(layout, name, { signal, onKept });
        await forgetUnitInEffect(layout, name);
        await forgetVainStart(layout, name);
      },
    },
    ...(layout.root === "/"
      ? [{ name: "forget that it failed", run: () => forgetFailure(layout.system, name, signal) }]
      : []),
    remove("remove the profile", join(layout.profiles, name)),
    remove("remove the roots of garbage collection", join(layout.gcRoots, name)),
    // Under this name another program may have a folder, or a file.
    ...(!withRoot || (layout.shared && !own.root)
      ? []
      : [{ name: "remove the root", run: () => removeTree(layout, rootOf(layout, name), signal) }]),
    ...(layout.shared && !own.conf ? [] : [remove("remove the conf file", confPath(layout, name))]),
  ];
}

function generations(layout: HostLayout, name: string): string {
  const count = readdirSync(join(layout.profiles, name)).filter((one) => /-\d+-link$/.test(one));
  return `${String(count.length)} generation${count.length === 1 ? "" : "s"}`;
}
