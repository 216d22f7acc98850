// Generated from src/containers/table/ by `npm run generate`. Do not edit.
import type { RootSchema } from "./schema-form.js";

/** The schema of a container without the texts of options: schemas/container.schema.json. */
export const containerSchema: RootSchema = {
  properties: {
    additionalCapabilities: {
      default: [],
      anyOf: [
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/capability" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    allowedDevices: {
      default: [],
      anyOf: [
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/allowedDevice" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    autoStart: { default: false, anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }] },
    bindMounts: {
      default: {},
      anyOf: [
        {
          type: "object",
          additionalProperties: {
            anyOf: [{ $ref: "#/$defs/bindMount" }, { $ref: "#/$defs/expression" }],
          },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    config: { "x-type": "ContainerConfig" },
    copyResolvConf: { default: true, anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }] },
    enableTun: { default: false, anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }] },
    ephemeral: { default: false, anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }] },
    extraFlags: {
      default: [],
      anyOf: [
        { type: "array", items: { anyOf: [{ type: "string" }, { $ref: "#/$defs/expression" }] } },
        { $ref: "#/$defs/expression" },
      ],
    },
    extraVeths: {
      default: {},
      anyOf: [
        {
          type: "object",
          additionalProperties: {
            anyOf: [{ $ref: "#/$defs/extraVeth" }, { $ref: "#/$defs/expression" }],
          },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    flake: {
      default: null,
      anyOf: [
        { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    forwardPorts: {
      default: [],
      anyOf: [
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/forwardPort" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    hostAddress: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/ipv4" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    hostAddress6: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/ipv6" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    hostBridge: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/interfaceName" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    hostInterface: {
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/interfaceName" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    interfaces: {
      default: [],
      anyOf: [
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/interfacePair" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    localAddress: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/ipv4Prefix" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    localAddress6: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/ipv6Prefix" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    localMacAddress: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/macAddress" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    macvlans: {
      default: [],
      anyOf: [
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/interfacePair" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    networkNamespace: {
      default: null,
      anyOf: [
        { anyOf: [{ $ref: "#/$defs/absolutePath" }, { type: "null" }] },
        { $ref: "#/$defs/expression" },
      ],
    },
    nixpkgs: { anyOf: [{ $ref: "#/$defs/absolutePath" }, { $ref: "#/$defs/expression" }] },
    path: { anyOf: [{ $ref: "#/$defs/absolutePath" }, { $ref: "#/$defs/expression" }] },
    privateNetwork: {
      default: false,
      anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }],
    },
    privateUsers: {
      default: "no",
      anyOf: [
        {
          anyOf: [
            { type: "integer", minimum: 0, maximum: 4294967295 },
            { enum: ["no", "identity", "pick"] },
          ],
        },
        { $ref: "#/$defs/expression" },
      ],
    },
    resourceControl: {
      default: {},
      anyOf: [{ $ref: "#/$defs/resourceControl" }, { $ref: "#/$defs/expression" }],
    },
    restartIfChanged: {
      default: true,
      anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }],
    },
    specialArgs: {
      default: {},
      anyOf: [
        { type: "object", additionalProperties: true, "x-type": "NixAttributes" },
        { $ref: "#/$defs/expression" },
      ],
    },
    timeoutStartSec: {
      default: "1min",
      anyOf: [{ $ref: "#/$defs/timeSpan" }, { $ref: "#/$defs/expression" }],
    },
    tmpfs: {
      default: [],
      anyOf: [
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/tmpfs" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
    },
  },
  $defs: {
    expression: {
      description:
        "A Nix expression in place of a plain value; in JSON as its source, or as a path to a file.",
      "x-type": "NixExpression",
      anyOf: [
        {
          type: "object",
          properties: { $nix: { type: "string" } },
          required: ["$nix"],
          additionalProperties: false,
        },
        {
          type: "object",
          properties: { $file: { type: "string" } },
          required: ["$file"],
          additionalProperties: false,
        },
      ],
    },
    ipv4: { type: "string", format: "ipv4", description: "an IPv4 address" },
    ipv6: { type: "string", format: "ipv6", description: "an IPv6 address" },
    ipv4Prefix: {
      type: "string",
      format: "ipv4-prefix",
      description: "an IPv4 address, with or without a prefix length",
    },
    ipv6Prefix: {
      type: "string",
      format: "ipv6-prefix",
      description: "an IPv6 address, with or without a prefix length",
    },
    macAddress: {
      type: "string",
      pattern: "^[0-9a-fA-F][02468aceACE](?::[0-9a-fA-F]{2}){5}$",
      not: { enum: ["00:00:00:00:00:00"] },
      description:
        "a MAC address of one interface, such as de:b7:73:01:10:90: the second digit even, not all zero",
    },
    port: { type: "integer", minimum: 0, maximum: 65535, description: "a port, 0 to 65535" },
    interfaceName: {
      type: "string",
      pattern: "^(?:[!#$&-.0-9;-Z^-~]|\\[|\\]){1,15}$",
      not: { anyOf: [{ enum: [".", "..", "all", "default"] }, { pattern: "^[0-9]+$" }] },
      description:
        "the name of a network interface: 1 to 15 characters, no blank, slash, colon or percent sign, not digits alone",
    },
    interfacePair: {
      type: "string",
      pattern:
        "^(?:[!#$&-.0-9;-Z^-~]|\\[|\\]){1,15}(?::(?:(?:[!#$&-.0-9;-Z^-~]|\\[|\\]){1,15})?)?$",
      not: {
        anyOf: [
          { pattern: "^(?:[0-9]+|[.]|[.][.]|all|default)(?::.*)?$" },
          { pattern: "^[^:]*:(?:[0-9]+|[.]|[.][.]|all|default)$" },
        ],
      },
      description:
        "the name of a network interface, or HOST:NAME: each 1 to 15 characters, no blank, slash or percent sign, not digits alone",
    },
    bindSource: {
      type: "string",
      pattern: "^(?:[+]?/[^\\u0000]*)?$",
      description:
        "an absolute path, `+` and a path in the container's own root, or an empty text for a new folder",
    },
    absolutePath: { type: "string", pattern: "^/[^\\u0000]*$", description: "an absolute path" },
    capabilityName: {
      enum: [
        "CAP_AUDIT_CONTROL",
        "CAP_AUDIT_READ",
        "CAP_AUDIT_WRITE",
        "CAP_BLOCK_SUSPEND",
        "CAP_BPF",
        "CAP_CHECKPOINT_RESTORE",
        "CAP_CHOWN",
        "CAP_DAC_OVERRIDE",
        "CAP_DAC_READ_SEARCH",
        "CAP_FOWNER",
        "CAP_FSETID",
        "CAP_IPC_LOCK",
        "CAP_IPC_OWNER",
        "CAP_KILL",
        "CAP_LEASE",
        "CAP_LINUX_IMMUTABLE",
        "CAP_MAC_ADMIN",
        "CAP_MAC_OVERRIDE",
        "CAP_MKNOD",
        "CAP_NET_ADMIN",
        "CAP_NET_BIND_SERVICE",
        "CAP_NET_BROADCAST",
        "CAP_NET_RAW",
        "CAP_PERFMON",
        "CAP_SETFCAP",
        "CAP_SETGID",
        "CAP_SETPCAP",
        "CAP_SETUID",
        "CAP_SYS_ADMIN",
        "CAP_SYS_BOOT",
        "CAP_SYS_CHROOT",
        "CAP_SYS_MODULE",
        "CAP_SYS_NICE",
        "CAP_SYS_PACCT",
        "CAP_SYS_PTRACE",
        "CAP_SYS_RAWIO",
        "CAP_SYS_RESOURCE",
        "CAP_SYS_TIME",
        "CAP_SYS_TTY_CONFIG",
        "CAP_SYSLOG",
        "CAP_WAKE_ALARM",
        "all",
      ],
      description:
        "a capability of capabilities(7), such as CAP_NET_ADMIN, its number, or several joined by commas",
    },
    capability: {
      anyOf: [
        { $ref: "#/$defs/capabilityName" },
        {
          type: "string",
          format: "capabilities",
          description:
            "a capability of capabilities(7), such as CAP_NET_ADMIN, its number, or several joined by commas",
          "x-type": "`cap_${string}` | `${string},${string}` | `${number}`",
        },
      ],
      description:
        "a capability of capabilities(7), such as CAP_NET_ADMIN, its number, or several joined by commas",
    },
    resourceControl: {
      type: "object",
      additionalProperties: false,
      properties: {
        AllowedCPUs: { $ref: "#/$defs/resourceSetting" },
        AllowedMemoryNodes: { $ref: "#/$defs/resourceSetting" },
        CPUQuota: { $ref: "#/$defs/resourceSetting" },
        CPUQuotaPeriodSec: { $ref: "#/$defs/resourceSetting" },
        CPUWeight: { $ref: "#/$defs/resourceSetting" },
        IODeviceLatencyTargetSec: { $ref: "#/$defs/resourceSetting" },
        IODeviceWeight: { $ref: "#/$defs/resourceSetting" },
        IOReadBandwidthMax: { $ref: "#/$defs/resourceSetting" },
        IOReadIOPSMax: { $ref: "#/$defs/resourceSetting" },
        IOWeight: { $ref: "#/$defs/resourceSetting" },
        IOWriteBandwidthMax: { $ref: "#/$defs/resourceSetting" },
        IOWriteIOPSMax: { $ref: "#/$defs/resourceSetting" },
        IPAddressAllow: { $ref: "#/$defs/resourceSetting" },
        IPAddressDeny: { $ref: "#/$defs/resourceSetting" },
        ManagedOOMMemoryPressure: { $ref: "#/$defs/resourceSetting" },
        ManagedOOMMemoryPressureLimit: { $ref: "#/$defs/resourceSetting" },
        ManagedOOMPreference: { $ref: "#/$defs/resourceSetting" },
        ManagedOOMSwap: { $ref: "#/$defs/resourceSetting" },
        MemoryHigh: { $ref: "#/$defs/resourceSetting" },
        MemoryLow: { $ref: "#/$defs/resourceSetting" },
        MemoryMax: { $ref: "#/$defs/resourceSetting" },
        MemoryMin: { $ref: "#/$defs/resourceSetting" },
        MemorySwapMax: { $ref: "#/$defs/resourceSetting" },
        MemoryZSwapMax: { $ref: "#/$defs/resourceSetting" },
        StartupAllowedCPUs: { $ref: "#/$defs/resourceSetting" },
        StartupAllowedMemoryNodes: { $ref: "#/$defs/resourceSetting" },
        StartupCPUWeight: { $ref: "#/$defs/resourceSetting" },
        StartupIOWeight: { $ref: "#/$defs/resourceSetting" },
        StartupMemoryHigh: { $ref: "#/$defs/resourceSetting" },
        StartupMemoryLow: { $ref: "#/$defs/resourceSetting" },
        StartupMemoryMax: { $ref: "#/$defs/resourceSetting" },
        StartupMemorySwapMax: { $ref: "#/$defs/resourceSetting" },
        TasksMax: { $ref: "#/$defs/resourceSetting" },
      },
      description: "settings of systemd.resource-control(5), such as MemoryMax",
    },
    resourceSetting: {
      anyOf: [
        { $ref: "#/$defs/resourceValue" },
        {
          type: "array",
          items: { anyOf: [{ $ref: "#/$defs/resourceValue" }, { $ref: "#/$defs/expression" }] },
        },
        { $ref: "#/$defs/expression" },
      ],
      description: "a text on one line, a number, or a list of these",
    },
    resourceText: {
      type: "string",
      pattern: "^[A-Za-z0-9%,./:@_+~-]+(?: [A-Za-z0-9%,./:@_+~-]+)*$",
      description: "a text on one line, as systemd.resource-control(5) has it",
    },
    resourceValue: {
      anyOf: [{ $ref: "#/$defs/resourceText" }, { type: "integer", minimum: 0 }],
      description: "a text on one line, or a number, as systemd.resource-control(5) has it",
    },
    timeSpan: {
      type: "string",
      pattern:
        "^[ \t]*(?:infinity|\\+?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)(?:(?:[ \t]*(?:usec|us|µs|μs|msec|ms|seconds?|sec|s|minutes?|min|months?|M|m|hours?|hr|h|days?|d|weeks?|w|years?|y)[ \t]*\\+?|[ \t]+\\+?|\\+)(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+))*(?:[ \t]*(?:usec|us|µs|μs|msec|ms|seconds?|sec|s|minutes?|min|months?|M|m|hours?|hr|h|days?|d|weeks?|w|years?|y))?)[ \t]*$",
      description: "a time span of systemd.time(7), such as 90s or 5min 20s",
    },
    deviceNode: {
      type: "string",
      pattern: "^(?:/dev/|/run/systemd/inaccessible/|char-|block-)(?:[!#$&(-Z^-~]|\\[|\\])+$",
      description: "a device node such as /dev/fuse, or a group such as char-pts",
    },
    deviceModifier: {
      type: "string",
      pattern: "^[rwm]*$",
      description: "a combination of r, w and m; all three when it is empty",
    },
    tmpfs: {
      type: "string",
      pattern: "^/[^:]*(?::[^\\u0000]*)?$",
      description: "PATH or PATH:OPTIONS, as systemd-nspawn's --tmpfs= takes it",
    },
    forwardPort: {
      type: "object",
      properties: {
        protocol: {
          default: "tcp",
          anyOf: [{ enum: ["tcp", "udp"] }, { $ref: "#/$defs/expression" }],
        },
        hostPort: { anyOf: [{ $ref: "#/$defs/port" }, { $ref: "#/$defs/expression" }] },
        containerPort: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/port" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
      },
      additionalProperties: false,
      required: ["hostPort"],
      description: "A port of the host that leads to a port of the container.",
    },
    allowedDevice: {
      type: "object",
      properties: {
        node: { anyOf: [{ $ref: "#/$defs/deviceNode" }, { $ref: "#/$defs/expression" }] },
        modifier: { anyOf: [{ $ref: "#/$defs/deviceModifier" }, { $ref: "#/$defs/expression" }] },
      },
      additionalProperties: false,
      required: ["node", "modifier"],
      description: "A device node, or a group of them, that the container may use.",
    },
    bindMount: {
      type: "object",
      properties: {
        mountPoint: { anyOf: [{ $ref: "#/$defs/absolutePath" }, { $ref: "#/$defs/expression" }] },
        hostPath: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/bindSource" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        isReadOnly: { default: true, anyOf: [{ type: "boolean" }, { $ref: "#/$defs/expression" }] },
      },
      additionalProperties: false,
      description: "A folder or file of the host inside the container.",
    },
    extraVeth: {
      type: "object",
      properties: {
        hostBridge: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/interfaceName" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        hostAddress: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/ipv4" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        hostAddress6: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/ipv6" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        localAddress: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/ipv4Prefix" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        localAddress6: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/ipv6Prefix" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        localMacAddress: {
          default: null,
          anyOf: [
            { anyOf: [{ $ref: "#/$defs/macAddress" }, { type: "null" }] },
            { $ref: "#/$defs/expression" },
          ],
        },
        forwardPorts: {
          default: [],
          anyOf: [
            {
              type: "array",
              items: { anyOf: [{ $ref: "#/$defs/forwardPort" }, { $ref: "#/$defs/expression" }] },
            },
            { $ref: "#/$defs/expression" },
          ],
        },
      },
      additionalProperties: false,
      description: "A further veth pair, with the options of the first.",
    },
  },
};
