import { claimsOf } from "./claims.js";
import type { ConfFile } from "./conf-file.js";
import type { HostContainer } from "./host-state.js";
import { machineAddresses } from "./machines.js";
import type { HostSystem } from "../system/host-system.js";

type Values = ConfFile["values"];

/** What, if it says anything, takes the host's network away, as `scripts/start` has it. */
const networkKeys = ["EXTRA_VETHS", "INTERFACES", "MACVLANS", "NETWORK_NAMESPACE_PATH"] as const;

/** The same, said by the user's own flags. */
const networkFlag = /(?:^|[ \t])(?:--private-network|--network-|-n(?:[ \t]|$))/;

/** Whether a container has a network of its own, and not the host's. */
export function hasOwnNetwork(values: Values): boolean {
  return (
    values.get("PRIVATE_NETWORK") === "1" ||
    networkKeys.some((key) => (values.get(key) ?? "") !== "") ||
    networkFlag.test(values.get("EXTRA_NSPAWN_FLAGS") ?? "")
  );
}

type Container = Pick<HostContainer, "name" | "conf" | "running">;

/**
 * The addresses of containers, without prefixes: those that they have, as machined tells; where one does
 * not run or machined knows none, those of its conf file. One with the host's network has none.
 * @returns by name, those of IPv4 first; of each kind, those of its first pair, and those of further
 *   pairs last
 * @throws ProblemError NP502 when interrupted
 */
export async function containerAddresses(
  system: HostSystem,
  containers: readonly Container[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = containers.filter(
    ({ conf, running }) => running === true && hasOwnNetwork(conf?.values ?? new Map()),
  );
  const names = [...new Set(asked.map(({ name }) => name))];
  const own = await machineAddresses(system, names, signal);
  return new Map(containers.map((one) => [one.name, sorted(one, own.get(one.name) ?? [])]));
}

/** @param own those that machined knows */
function sorted({ name, conf }: Container, own: readonly string[]): readonly string[] {
  const values: Values = conf?.values ?? new Map();
  if (!hasOwnNetwork(values)) return [];
  const claimed = claimsOf(name, values).filter(({ kind }) => kind === "local address");
  const ofPairs = (isFirst: boolean): string[] =>
    claimed.filter(({ path }) => (path[0] !== "extraVeths") === isFirst).map((one) => one.value);
  const [first, further] = [
    values.get("PRIVATE_NETWORK") === "1" ? ofPairs(true) : [],
    ofPairs(false),
  ];
  const found = [...new Set(own.length > 0 ? own : [...first, ...further])];
  const rank = (address: string): number =>
    (address.includes(":") ? 3 : 0) +
    (first.includes(address) ? 0 : further.includes(address) ? 2 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}
