import { readFileSync, statSync } from "node:fs";
import { containerAddresses } from "./container-addresses.js";
import type { HostContainer, Owner } from "./host-state.js";
import { confPath, type HostLayout } from "./layout.js";
import { unitProperties } from "./systemd.js";

/** What there is to know of a container on a host. */
export interface ContainerStatus {
  readonly name: string;
  /** As systemd says: "active", "inactive", "failed", …; "unknown" where it cannot be asked. */
  readonly state: string;
  readonly owner: Owner | undefined;
  /** As `containerAddresses` has them. */
  readonly addresses: readonly string[];
  /** The store path that its profile leads to. */
  readonly system: string | undefined;
  readonly generation: number | undefined;
  readonly runningSystem: string | undefined;
  /** What changed since it was started, and is not in effect. */
  readonly drift: readonly ("conf" | "system")[];
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
  const system = profile?.system;
  const isOld = runningSystem !== undefined && system !== undefined && runningSystem !== system;
  return {
    name,
    state,
    owner: conf?.owner,
    addresses: await containerAddresses(container, signal),
    system,
    generation: profile?.generation,
    runningSystem,
    drift: [
      ...(isConfNewer(layout, name, uptime) ? (["conf"] as const) : []),
      ...(isOld ? (["system"] as const) : []),
    ],
    uptime,
  };
}

/** Seconds; systemd counts microseconds since the host was booted. */
function uptimeOf(properties: ReadonlyMap<string, string>): number | undefined {
  const entered = Number(properties.get("ActiveEnterTimestampMonotonic"));
  const now = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return entered > 0 ? Math.max(0, Math.round(now - entered / 1e6)) : undefined;
}

function isConfNewer(layout: HostLayout, name: string, uptime: number | undefined): boolean {
  if (uptime === undefined) return false;
  try {
    const { mtimeMs } = statSync(confPath(layout, name));
    return mtimeMs > Date.now() - (uptime - 1) * 1000;
  } catch {
    return false;
  }
}
