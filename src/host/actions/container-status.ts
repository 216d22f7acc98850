import { realpathSync } from "node:fs";
import { containerAddresses } from "../snapshot/container-addresses.js";
import { notInEffect } from "./differences.js";
import type { HostContainer, Owner } from "../snapshot/host-state.js";
import type { HostLayout } from "../layout.js";
import { startsFromProfile } from "../snapshot/profile-link.js";

/** What there is to know of a container on a host. */
export interface ContainerStatus {
  readonly name: string;
  /** As systemd says: "active", "inactive", "failed", …; "unknown" where it cannot be asked. */
  readonly state: string;
  readonly owner: Owner | undefined;
  /** As `containerAddresses` has them. */
  readonly addresses: readonly string[];
  /** The store path of the system that its next start starts. */
  readonly system: string | undefined;
  readonly generation: number | undefined;
  readonly runningSystem: string | undefined;
  /** What changed since it was started, and is not in effect; undefined where that cannot be told. */
  readonly drift: readonly ("conf" | "system")[] | undefined;
  /** Which keys of its conf file, and options of its unit, are not in effect; undefined as `drift`. */
  readonly notInEffect: readonly string[] | undefined;
  /** Seconds since it was started; undefined where it does not run. */
  readonly uptime: number | undefined;
}

/**
 * What there is to know of containers, in their order; all that is asked for is asked for at once.
 * @throws ProblemError NP502 when interrupted
 */
export async function containerStatuses(
  layout: HostLayout,
  containers: readonly HostContainer[],
  signal?: AbortSignal,
): Promise<ContainerStatus[]> {
  const addresses = await containerAddresses(layout.system, containers, signal);
  return containers.map((one) => statusOf(layout, one, addresses.get(one.name) ?? []));
}

function statusOf(
  layout: HostLayout,
  container: HostContainer,
  addresses: readonly string[],
): ContainerStatus {
  const { name, conf, profile, runningSystem, unit } = container;
  const state = unit?.activeState ?? "unknown";
  const uptime = state === "active" ? uptimeOf(layout, unit?.activeSince) : undefined;
  const system = systemToStart(layout, container);
  const isOld = runningSystem !== undefined && system !== undefined && runningSystem !== system;
  // Only root sees what another user's process was started with.
  const missing = notInEffect(container);
  const isKnown = container.running !== true || container.startedWith !== undefined;
  return {
    name,
    state,
    owner: conf?.owner,
    addresses,
    system,
    generation: profile?.generation,
    runningSystem,
    drift: isKnown
      ? [
          ...(missing.length > 0 ? (["conf"] as const) : []),
          ...(isOld ? (["system"] as const) : []),
        ]
      : undefined,
    notInEffect: isKnown ? missing : undefined,
    uptime,
  };
}

/** What its next start starts: what its profile leads to, or the path in its conf file. */
function systemToStart(
  layout: HostLayout,
  { name, conf, profile }: HostContainer,
): string | undefined {
  const path = conf?.values.get("SYSTEM_PATH");
  if (path === undefined || startsFromProfile(name, path)) return profile?.system;
  try {
    return layout.root === "/" ? realpathSync(path) : path;
  } catch {
    return undefined;
  }
}

/** Seconds; systemd counts microseconds by the clock that stands still while the host sleeps. */
function uptimeOf({ system }: HostLayout, since: number | undefined): number | undefined {
  return since === undefined
    ? undefined
    : Math.max(0, Math.round(system.clock.monotonic() - since / 1e6));
}
