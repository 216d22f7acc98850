import type { ContainerOptionTable } from "../option.js";

/** The network of a container, and the first pair of interfaces. */
export const pairRows = {
  copyResolvConf: {
    type: "boolean",
    description: "Copy the host's /etc/resolv.conf into the container at each start.",
    default: true,
    examples: [false],
    conf: {
      COPY_RESOLV_CONF: {
        form: "switch",
        meaning:
          "`1`: the host's /etc/resolv.conf is copied in at each start; else the container's is left alone",
        without: "it would get the resolv.conf of the host",
      },
    },
    change: "restart",
    flags: { "no-resolv-conf": { describe: "Do not copy /etc/resolv.conf", type: "flag" } },
    since: { nixosAfter: "21.05" },
  },
  privateNetwork: {
    type: "boolean",
    description:
      "Give the container a network of its own. With addresses or a bridge it has `eth0`, whose other end on the host is `ve-<name>`. Without this it shares the host's network.",
    default: false,
    examples: [true],
    conf: {
      PRIVATE_NETWORK: {
        form: "flag",
        meaning: "`1`: a network of its own",
        without: "it would run in the network of the host",
      },
    },
    change: "restart",
    flags: {
      "host-network": { describe: "The network of the host, no private one", type: "flag" },
      "private-network": { describe: "A network of its own; that is the default", type: "flag" },
    },
  },
  hostBridge: {
    type: { orNull: { kind: "interfaceName" } },
    description:
      "The bridge on the host that the host's end of the veth pair joins. That end has no address then: `hostAddress` and `hostAddress6` are the container's gateway only. Used only with `privateNetwork`.",
    default: null,
    examples: ["br0"],
    conf: {
      HOST_BRIDGE: {
        form: "text",
        meaning: "the host's end is attached to this bridge",
        without: "it would be on no bridge",
      },
    },
    change: "restart",
    inPairs: "used",
    flags: { bridge: { describe: "The bridge that it is attached to", type: "text" } },
  },
  forwardPorts: {
    type: { listOf: { kind: "forwardPort" } },
    description:
      "Ports of the host that lead to the container. systemd-nspawn does the forwarding; connections from the host itself to 127.0.0.1 are not forwarded. Used only with `privateNetwork`.",
    default: [],
    examples: [[{ hostPort: 8080, containerPort: 80 }]],
    conf: {
      HOST_PORT: {
        form: "own",
        meaning: "`tcp:8080:80,udp:53:53`",
        without: "no port would be forwarded",
      },
    },
    change: "restart",
    takes: "port",
    inPairs: "unused",
    flags: {
      port: {
        describe: "Forward a port: PROTOCOL:HOST:CONTAINER, or HOST:CONTAINER",
        type: "texts",
      },
    },
  },
  hostAddress: {
    type: { orNull: { kind: "ipv4" } },
    description:
      "IPv4 address of the host's end of the veth pair, and the container's default gateway. With `hostBridge` it is the gateway alone: give it to the bridge, or to a router there. Used only with `privateNetwork`.",
    default: null,
    examples: ["10.231.136.1"],
    conf: {
      HOST_ADDRESS: {
        form: "text",
        meaning:
          "of the host's end, and the container's gateway; with `HOST_BRIDGE` the gateway alone",
        without: "the host would not have that address",
      },
    },
    change: "restart",
    takes: "host address",
    inPairs: "used",
    flags: { "host-address": { describe: "IPv4 address of the host's end", type: "text" } },
  },
  hostAddress6: {
    type: { orNull: { kind: "ipv6" } },
    description:
      "IPv6 address of the host's end of the veth pair, and the container's default gateway. With `hostBridge` it is the gateway alone: give it to the bridge, or to a router there. Used only with `privateNetwork`.",
    default: null,
    examples: ["fc00::1"],
    conf: { HOST_ADDRESS6: { form: "text", without: "the host would not have that address" } },
    change: "restart",
    takes: "host address",
    inPairs: "used",
    flags: { "host-address6": { describe: "IPv6 address of the host's end", type: "text" } },
  },
  localAddress: {
    type: { orNull: { kind: "ipv4Prefix" } },
    description:
      "IPv4 address of the container's interface, a /32 unless a prefix is given. On a bridge give it with the prefix of the network, or other machines there cannot be reached.",
    default: null,
    examples: ["10.231.136.2"],
    conf: {
      LOCAL_ADDRESS: {
        form: "text",
        meaning: "of the container's end, `eth0`; /32 or /128 unless a prefix is given",
        without: "it would not have that address",
      },
    },
    change: "restart",
    takes: "local address",
    inPairs: "used",
    flags: { "local-address": { describe: "IPv4 address of the container", type: "text" } },
  },
  localAddress6: {
    type: { orNull: { kind: "ipv6Prefix" } },
    description:
      "IPv6 address of the container's interface, a /128 unless a prefix is given. On a bridge give it with the prefix of the network.",
    default: null,
    examples: ["fc00::2"],
    conf: { LOCAL_ADDRESS6: { form: "text", without: "it would not have that address" } },
    change: "restart",
    takes: "local address",
    inPairs: "used",
    flags: { "local-address6": { describe: "IPv6 address of the container", type: "text" } },
  },
  localMacAddress: {
    type: { orNull: { kind: "macAddress" } },
    description:
      "MAC address of the container's interface, set before its system starts; without it the kernel picks one at random.",
    default: null,
    examples: ["de:b7:73:01:10:90"],
    conf: {
      LOCAL_MAC_ADDRESS: {
        form: "text",
        meaning: "of `eth0`",
        without: "it would have another MAC address",
      },
    },
    change: "restart",
    takes: "MAC",
    inPairs: "used",
    flags: { "local-mac-address": { describe: "MAC address of the container", type: "text" } },
    since: { nixosAfter: "21.05" },
  },
  hostInterface: {
    type: { orNull: { kind: "interfaceName" } },
    description:
      "Name of the host's end of the veth pair, at most 15 characters. Left out, it is `c-<name>`, cut with four digits of a hash where it is longer; `null` leaves systemd-nspawn's `ve-<name>`, or `vb-<name>` on a bridge. For the targets `systemd.containers` and `units`; nixpkgs has no such option.",
    examples: ["c-web"],
    conf: {
      HOST_INTERFACE: {
        form: "own",
        meaning:
          "name of the host's end, at most 15 characters; systemd-nspawn's `ve-NAME` or `vb-NAME` else",
        own: true,
        without: "the host's end would have another name",
      },
    },
    change: "restart",
    takes: "interface",
    flags: {
      "host-interface": { describe: "Name of the host's end of its network", type: "text" },
    },
    targets: ["systemd.containers", "units"],
    instead: "the host's end is `ve-<name>` there, or `vb-<name>` on a bridge",
  },
} as const satisfies ContainerOptionTable;
