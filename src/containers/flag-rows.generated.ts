// Generated from src/containers/table/ by `npm run generate`. Do not edit.
import type { FlagRow } from "./option.js";

/** The flags of `create`, in the order of `--help`. */
export const flagRows = {
  "no-resolv-conf": {
    describe: "Do not copy /etc/resolv.conf",
    type: "flag",
    option: "copyResolvConf",
  },
  "host-network": {
    describe: "The network of the host, no private one",
    type: "flag",
    option: "privateNetwork",
  },
  "private-network": {
    describe: "A network of its own; that is the default",
    type: "flag",
    option: "privateNetwork",
  },
  bridge: { describe: "The bridge that it is attached to", type: "text", option: "hostBridge" },
  port: {
    describe: "Forward a port: PROTOCOL:HOST:CONTAINER, or HOST:CONTAINER",
    type: "texts",
    option: "forwardPorts",
  },
  "host-address": {
    describe: "IPv4 address of the host's end",
    type: "text",
    option: "hostAddress",
  },
  "host-address6": {
    describe: "IPv6 address of the host's end",
    type: "text",
    option: "hostAddress6",
  },
  "local-address": {
    describe: "IPv4 address of the container",
    type: "text",
    option: "localAddress",
  },
  "local-address6": {
    describe: "IPv6 address of the container",
    type: "text",
    option: "localAddress6",
  },
  "local-mac-address": {
    describe: "MAC address of the container",
    type: "text",
    option: "localMacAddress",
  },
  "host-interface": {
    describe: "Name of the host's end of its network",
    type: "text",
    option: "hostInterface",
  },
  "extra-veth": {
    describe: "Another pair of interfaces: NAME,local-address=10.0.1.2,bridge=br1",
    type: "texts",
    option: "extraVeths",
  },
  "network-namespace": {
    describe: "An existing network namespace",
    type: "text",
    option: "networkNamespace",
  },
  "private-users": {
    describe: "no, identity, pick, or the first user id",
    type: "text",
    option: "privateUsers",
  },
  interface: {
    describe: "Move an interface of the host into it",
    type: "texts",
    option: "interfaces",
  },
  macvlan: {
    describe: "A MAC address of its own on an interface of the host",
    type: "texts",
    option: "macvlans",
  },
  "auto-start": { describe: "Start it with the host", type: "flag", option: "autoStart" },
  "timeout-start": {
    describe: "How long a start may take: 2min",
    type: "text",
    option: "timeoutStartSec",
  },
  ephemeral: { describe: "Forget the root when it stops", type: "flag", option: "ephemeral" },
  tmpfs: { describe: "A tmpfs, PATH[:OPTIONS]", type: "texts", option: "tmpfs" },
  bind: {
    describe: "Mount SOURCE[:PATH[:OPTIONS]] of the host, writable",
    type: "texts",
    option: "bindMounts",
  },
  "bind-ro": {
    describe: "Mount SOURCE[:PATH[:OPTIONS]] of the host, read-only",
    type: "texts",
    option: "bindMounts",
  },
  capability: {
    describe: "A capability more, such as CAP_NET_ADMIN",
    type: "texts",
    option: "additionalCapabilities",
  },
  "enable-tun": { describe: "Allow /dev/net/tun", type: "flag", option: "enableTun" },
  device: {
    describe: "Allow a device: NODE:MODIFIER, such as /dev/fuse:rw",
    type: "texts",
    option: "allowedDevices",
  },
  limit: {
    describe: "A setting of systemd.resource-control(5): MemoryMax=2G",
    type: "texts",
    option: "resourceControl",
  },
  "nspawn-flag": {
    describe: "Another argument for systemd-nspawn",
    type: "texts",
    option: "extraFlags",
  },
} as const satisfies Readonly<Record<string, FlagRow>>;
