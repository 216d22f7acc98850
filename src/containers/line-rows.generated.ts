// Generated from src/containers/table/ by `npm run generate`. Do not edit.
import type { LineRow } from "./option.js";

/** Lines of a conf file, by their keys. */
export const lineRows = {
  SYSTEM_PATH: { without: "it would run another system", flag: "system-path" },
  FLAKE: { without: "no system would be built from it", flag: "flake" },
  COPY_RESOLV_CONF: { without: "it would get the resolv.conf of the host", flag: "no-resolv-conf" },
  PRIVATE_NETWORK: { without: "it would run in the network of the host", flag: "private-network" },
  HOST_BRIDGE: { without: "it would be on no bridge", flag: "bridge" },
  HOST_PORT: { without: "no port would be forwarded", flag: "port" },
  HOST_ADDRESS: { without: "the host would not have that address", flag: "host-address" },
  HOST_ADDRESS6: { without: "the host would not have that address", flag: "host-address6" },
  LOCAL_ADDRESS: { without: "it would not have that address", flag: "local-address" },
  LOCAL_ADDRESS6: { without: "it would not have that address", flag: "local-address6" },
  LOCAL_MAC_ADDRESS: { without: "it would have another MAC address", flag: "local-mac-address" },
  HOST_INTERFACE: { without: "the host's end would have another name", flag: "host-interface" },
  EXTRA_VETHS: { without: "it would run without them", flag: "extra-veth" },
  NETWORK_NAMESPACE_PATH: {
    without: "it would run in the network of the host",
    nspawnFlag: "--network-namespace-path",
    flag: "network-namespace",
  },
  PRIVATE_USERS: { without: "root inside would be root outside", flag: "private-users" },
  INTERFACES: {
    without: "the host would keep them",
    nspawnFlag: "--network-interface",
    flag: "interface",
  },
  MACVLANS: {
    without: "it would run without them",
    nspawnFlag: "--network-macvlan",
    flag: "macvlan",
  },
  AUTO_START: { without: "it would not be started", flag: "auto-start" },
  EPHEMERAL: { without: "its root would be kept", flag: "ephemeral" },
  TMPFS: { without: "it would run without that", nspawnFlag: "--tmpfs", flag: "tmpfs" },
  BIND: { without: "it would run without that", nspawnFlag: "--bind", flag: "bind" },
  BIND_RO: { without: "it would run without that", nspawnFlag: "--bind-ro", flag: "bind-ro" },
  CAPABILITIES: {
    without: "it would run without that",
    nspawnFlag: "--capability",
    flag: "capability",
  },
  EXTRA_NSPAWN_FLAGS: { without: "it would run without them", flag: "nspawn-flag" },
} as const satisfies Readonly<Record<string, LineRow>>;

/** What nixpkgs has in the place of an option. */
export const insteadOf = {
  hostInterface: "the host's end is `ve-<name>` there, or `vb-<name>` on a bridge",
  resourceControl: 'there it is said to the unit: `systemd.services."container@<name>"`',
} as const satisfies Readonly<Record<string, string>>;
