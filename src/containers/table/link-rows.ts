import type { ContainerOptionTable } from "../option.js";

/** Further interfaces, namespaces and what is moved in. */
export const linkRows = {
  extraVeths: {
    type: { setOf: { kind: "extraVeth" } },
    description:
      "More veth pairs, by the name that both ends have. `forwardPorts` has no effect here, and `localMacAddress` has none in nixpkgs.",
    default: {},
    examples: [{ lan0: { hostBridge: "br0", localAddress: "192.168.1.5/24" } }],
    conf: {
      EXTRA_VETHS: {
        form: "own",
        meaning:
          "words `NAME,KEY=VALUE,…`: more pairs; keys are `HOST_BRIDGE` and those of addresses above, MAC too",
        own: true,
        without: "it would run without them",
      },
    },
    change: "restart",
    takes: "interface",
    flags: {
      "extra-veth": {
        describe: "Another pair of interfaces: NAME,local-address=10.0.1.2,bridge=br1",
        type: "texts",
      },
    },
  },
  networkNamespace: {
    type: { orNull: { kind: "absolutePath" } },
    description:
      "A network namespace to run in, by the path of its file. Excludes `privateNetwork` and `interfaces`.",
    default: null,
    examples: ["/run/netns/vpn"],
    conf: {
      NETWORK_NAMESPACE_PATH: {
        form: "text",
        meaning: "an existing network namespace",
        without: "it would run in the network of the host",
        nspawnFlag: "--network-namespace-path",
      },
    },
    change: "restart",
    flags: { "network-namespace": { describe: "An existing network namespace", type: "text" } },
    since: { nixosAfter: "21.05", systemd: 236 },
  },
  privateUsers: {
    type: { either: [{ from: 0, to: 4294967295 }, { oneOf: ["no", "identity", "pick"] }] },
    description:
      "User namespace: `no` for none, `pick` for a free range of ids (recommended), `identity` for the host's own ids, or a number, the first id of the range.",
    default: "no",
    examples: ["pick"],
    conf: {
      PRIVATE_USERS: {
        form: "always",
        meaning: "`no`, `identity`, `pick`, or the first host user id",
        without: "root inside would be root outside",
      },
    },
    change: "restart",
    flags: {
      "private-users": { describe: "no, identity, pick, or the first user id", type: "text" },
    },
    since: { nixosAfter: "21.05" },
  },
  interfaces: {
    type: { listOf: { kind: "interfacePair" } },
    description:
      "Network interfaces of the host that are moved into the container while it runs; as `HOST:NAME` they have another name inside (systemd 254 and newer).",
    default: [],
    examples: [["eth1"]],
    conf: {
      INTERFACES: {
        form: "plain words",
        meaning:
          "words: interfaces that are moved in; that get a macvlan, `mv-NAME` inside; see below for `HOST:NAME`",
        without: "the host would keep them",
        nspawnFlag: "--network-interface",
      },
    },
    change: "restart",
    takes: "interface",
    flags: { interface: { describe: "Move an interface of the host into it", type: "texts" } },
  },
  macvlans: {
    type: { listOf: { kind: "interfacePair" } },
    description:
      "Interfaces of the host on which the container gets a MAC address of its own, as `mv-<interface>` inside, or as NAME where it is `HOST:NAME` (systemd 254 and newer). Wireless interfaces do not allow it.",
    default: [],
    examples: [["eno1"]],
    conf: {
      MACVLANS: {
        form: "plain words",
        without: "it would run without them",
        nspawnFlag: "--network-macvlan",
      },
    },
    change: "restart",
    takes: "parent",
    flags: {
      macvlan: { describe: "A MAC address of its own on an interface of the host", type: "texts" },
    },
  },
} as const satisfies ContainerOptionTable;
