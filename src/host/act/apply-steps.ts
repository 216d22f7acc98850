import { join } from "node:path";
import { makeFolder } from "../../load/cache/make-folder.js";
import { hasErrors, ProblemError } from "../../problems/problem.js";
import { claimedByOthers, newClaims } from "../actions/claims-of-others.js";
import { writeConf, writeUnitFiles, type OnKept } from "../container-files.js";
import type { DesiredContainer } from "../actions/desired.js";
import { readHostFiles, type HostContainer } from "../snapshot/host-state.js";
import type { HostLayout } from "../layout.js";
import { isOf, type Action } from "../actions/plan-actions.js";
import { leadTo } from "../snapshot/profile-link.js";
import { withHostLock } from "./set-profiles.js";
import type { Step } from "./steps.js";
import { unitJob, type Job } from "../systemd.js";
import { noteUnitInEffect } from "../snapshot/unit-in-effect.js";
import { onHost } from "../system/write-file.js";

/** What systemd has to do then; nothing to a host that does not run. */
export function jobOf(
  { root }: HostLayout,
  action: Action,
  desired: DesiredContainer,
): Job | undefined {
  if (root !== "/") return undefined;
  switch (action.kind) {
    case "created":
      return desired.conf.get("AUTO_START") === "1" ? "start" : undefined;
    case "restarted":
      return "restart";
    case "reloaded":
      return "reload";
    case "removed":
    case "untouched":
      return undefined;
  }
}

/**
 * What brings a container to what it is to be.
 * @param current as it was read with its lock held
 */
export function stepsOf(
  layout: HostLayout,
  desired: DesiredContainer,
  job: Job | undefined,
  current: HostContainer,
  {
    config,
    signal,
    onKept,
  }: {
    readonly config: string;
    readonly signal?: AbortSignal | undefined;
    readonly onKept?: ((name: string, path: string) => void) | undefined;
  },
): Step[] {
  const { name, system } = desired;
  const { invocation } = current;
  const unit = current.unitInEffect ?? current.conf?.mark?.unit;
  const gcRoot = join(layout.gcRoots, name);
  const kept: OnKept = (path) => {
    onKept?.(name, path);
  };
  return [
    ...(system === undefined
      ? []
      : [{ name: "set the profile", run: () => leadTo(layout, name, system, signal) }]),
    {
      name: "make a root for garbage collection",
      run: async () => {
        await onHost(layout, gcRoot, () => {
          makeFolder(gcRoot, 0o755);
        });
      },
    },
    ...(invocation === undefined || unit === undefined
      ? []
      : [
          {
            name: "note what runs",
            run: () => noteUnitInEffect(layout, name, invocation, unit),
          },
        ]),
    {
      name: "write the conf file",
      run: async () => {
        const write = (): Promise<void> => writeConf(layout, desired, config, kept);
        if (newClaims(desired.name, desired.conf, current.conf?.values).length === 0) await write();
        else {
          await withHostLock(layout, async () => {
            demandUnclaimed(layout, desired, config);
            await write();
          });
        }
      },
    },
    {
      name: "write the unit's files",
      run: () => writeUnitFiles(layout, desired, { signal, onKept: kept }),
    },
    ...(job === undefined
      ? []
      : [{ name: `${job} the container`, run: () => unitJob(layout.system, job, name, signal) }]),
  ];
}

/**
 * A `create` may have taken an address since that was looked at. What the config's own containers have
 * is theirs to give.
 * @throws ProblemError NP715
 */
function demandUnclaimed(layout: HostLayout, desired: DesiredContainer, config: string): void {
  const host = readHostFiles(layout, [desired.name]);
  const own = [...host.containers.values()].filter((one) => isOf(one, config));
  const names = own.map(({ name }) => name);
  const problems = claimedByOthers([desired], host, new Set(), names);
  if (hasErrors(problems)) throw new ProblemError(problems);
}
