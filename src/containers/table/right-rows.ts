import type { ContainerOptionTable } from "../option.js";

/** What a container may use of the host. */
export const rightRows = {
  tmpfs: {
    type: { listOf: { kind: "tmpfs" } },
    description:
      "File systems in memory, in the form of systemd-nspawn's --tmpfs=: a path, and mount options after a colon.",
    default: [],
    examples: [["/var:size=1G"]],
    conf: {
      TMPFS: {
        form: "words",
        meaning: "words `PATH[:OPTIONS]`, as `--tmpfs=`",
        own: true,
        without: "it would run without that",
        nspawnFlag: "--tmpfs",
      },
    },
    change: "restart",
    flags: { tmpfs: { describe: "A tmpfs, PATH[:OPTIONS]", type: "texts" } },
  },
  bindMounts: {
    type: { setOf: { kind: "bindMount" } },
    description:
      "Folders and files of the host inside the container, by their place in the container.",
    default: {},
    examples: [{ "/home": { hostPath: "/home/alice", isReadOnly: false } }],
    conf: {
      BIND: {
        form: "own",
        meaning:
          "words `SOURCE[:PATH[:OPTIONS]]`, as `--bind=` and `--bind-ro=`; owners are mapped, see below",
        own: true,
        without: "it would run without that",
        nspawnFlag: "--bind",
      },
      BIND_RO: {
        form: "own",
        own: true,
        without: "it would run without that",
        nspawnFlag: "--bind-ro",
      },
    },
    change: "restart",
    takes: "folder",
    flags: {
      bind: { describe: "Mount SOURCE[:PATH[:OPTIONS]] of the host, writable", type: "texts" },
      "bind-ro": {
        describe: "Mount SOURCE[:PATH[:OPTIONS]] of the host, read-only",
        type: "texts",
      },
    },
  },
  additionalCapabilities: {
    type: { listOf: { kind: "capability" } },
    description:
      "Capabilities granted to the container beside those systemd-nspawn leaves it (capabilities(7)), by name or number.",
    default: [],
    examples: [["CAP_NET_ADMIN"]],
    conf: {
      CAPABILITIES: {
        form: "own",
        meaning: "words, as `--capability=`: added to those that systemd-nspawn keeps",
        own: true,
        without: "it would run without that",
        nspawnFlag: "--capability",
      },
    },
    change: "restart",
    flags: { capability: { describe: "A capability more, such as CAP_NET_ADMIN", type: "texts" } },
  },
  enableTun: {
    type: "boolean",
    description: "Allow the container to make tunnel interfaces: /dev/net/tun and CAP_NET_ADMIN.",
    default: false,
    examples: [true],
    addsTo: ["CAPABILITIES"],
    ofUnit: true,
    change: "restart",
    flags: { "enable-tun": { describe: "Allow /dev/net/tun", type: "flag" } },
  },
  allowedDevices: {
    type: { listOf: { kind: "allowedDevice" } },
    description:
      "Device nodes that the container may use. The node itself still has to be bound into the container.",
    default: [],
    examples: [[{ node: "/dev/fuse", modifier: "rwm" }]],
    ofUnit: true,
    change: "restart",
    flags: {
      device: { describe: "Allow a device: NODE:MODIFIER, such as /dev/fuse:rw", type: "texts" },
    },
  },
  resourceControl: {
    type: { kind: "resourceControl" },
    description:
      "Limits of the container's use of the host, by their names in systemd.resource-control(5); a list gives a setting several times. For the targets `systemd.containers` and `units`; on NixOS's own containers they are said to the unit, `systemd.services.\"container@<name>\"`.",
    default: {},
    examples: [{ MemoryMax: "2G", CPUQuota: "150%" }],
    ofUnit: true,
    change: "restart",
    flags: {
      limit: { describe: "A setting of systemd.resource-control(5): MemoryMax=2G", type: "texts" },
    },
    targets: ["systemd.containers", "units"],
    instead: 'there it is said to the unit: `systemd.services."container@<name>"`',
  },
  extraFlags: {
    type: { listOf: "any text" },
    description:
      "More arguments for systemd-nspawn. They pass through a shell that splits them at blanks.",
    default: [],
    examples: [["--drop-capability=CAP_SYS_CHROOT"]],
    conf: {
      EXTRA_NSPAWN_FLAGS: {
        form: "plain words",
        meaning: "more arguments for systemd-nspawn, split at blanks and at nothing else",
        without: "it would run without them",
      },
    },
    change: "restart",
    flags: { "nspawn-flag": { describe: "Another argument for systemd-nspawn", type: "texts" } },
    since: { nixosAfter: "18.03" },
  },
} as const satisfies ContainerOptionTable;
