import { hostName } from "../containers/interface-pair.js";

/** Options that decide what systemd has to know of a container's network. */
export interface NetworkOptions {
  readonly autoStart: boolean;
  readonly enableTun: boolean;
  readonly extraVeths: Readonly<
    Record<string, { readonly hostBridge?: string | null | undefined }>
  >;
  readonly hostBridge: string | null;
  readonly interfaces: readonly string[];
  readonly macvlans: readonly string[];
  readonly privateNetwork: boolean;
  readonly privateUsers: string | number;
}

/**
 * Whether the container may use /dev/net/tun: because it was asked for, or because systemd-nspawn
 * (257 and newer) makes the node itself for users and a network of the container's own.
 */
export function needsTun(options: NetworkOptions): boolean {
  const { enableTun, extraVeths, interfaces, macvlans, privateNetwork, privateUsers } = options;
  const hasOwnUsers = !["no", "identity", 0].includes(privateUsers);
  const hasOwnNetwork =
    privateNetwork || [...Object.keys(extraVeths), ...interfaces, ...macvlans].length > 0;
  return enableTun || (hasOwnUsers && hasOwnNetwork);
}

/**
 * The units of the host's interfaces that a container needs and that may come up later than systemd
 * starts it with the host (systemd.device(5)). A start by hand does not wait for them.
 */
export function deviceUnits(options: NetworkOptions): string[] {
  const { autoStart, extraVeths, hostBridge, interfaces, macvlans } = options;
  if (!autoStart) return [];
  const bridges = [hostBridge, ...Object.values(extraVeths).map((veth) => veth.hostBridge)];
  const names = [...[...interfaces, ...macvlans].map(hostName), ...bridges].filter(
    (name) => typeof name === "string",
  );
  return [...new Set(names)].sort().map(deviceUnit);
}

/** As systemd-escape(1) does it, and with no specifier of systemd.unit(5) left. */
function deviceUnit(name: string): string {
  const escaped = name.replace(/[^a-zA-Z0-9:_.]|^\./g, (one) =>
    [...Buffer.from(one)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
  );
  return `sys-subsystem-net-devices-${escaped}.device`;
}
