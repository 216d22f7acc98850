import { realpathSync } from "node:fs";
import { containerAddresses } from "./container-addresses.js";
import { notInEffect } from "./differences.js";
import type { HostContainer, Owner } from "./host-state.js";
import type { HostLayout } from "./layout.js";
import { startsFromProfile } from "./profile-link.js";
import { unitProperties } from "./systemd.js";

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

/** @throws ProblemError NP502 when interrupted */
export async function containerStatus(
  layout: HostLayout,
  container: HostContainer,
  signal?: AbortSignal,
): Promise<ContainerStatus> {
  const { name, conf, profile, runningSystem } = container;
  const asked = layout.root === "/" && container.running !== undefined;
  const properties = asked
    ? await unitProperties(name, ["ActiveState", "ActiveEnterTimestampMonotonic"], signal)
    : new Map<string, string>();
  const state = properties.get("ActiveState") ?? "unknown";
  const uptime = state === "active" ? uptimeOf(properties) : undefined;
  const system = systemToStart(layout, container);
  const isOld = runningSystem !== undefined && system !== undefined && runningSystem !== system;
  // Only root sees what another user's process was started with.
  const missing = notInEffect(container);
  const isKnown = container.running !== true || container.startedWith !== undefined;
  return {
    name,
    state,
    owner: conf?.owner,
    addresses: await containerAddresses(container, signal),
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
function uptimeOf(properties: ReadonlyMap<string, string>): number | undefined {
  const entered = Number(properties.get("ActiveEnterTimestampMonotonic"));
  // clock_gettime(2), CLOCK_MONOTONIC, as systemd's.
  const [now] = process.hrtime();
  return entered > 0 ? Math.max(0, Math.round(now - entered / 1e6)) : undefined;
}
