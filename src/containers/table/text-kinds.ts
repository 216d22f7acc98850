import type { Schema } from "../schema-form.js";

/** Kinds of texts and numbers, as JSON Schema; `description` says in a message what is expected. */
export const textKinds = {
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
    pattern: "^(?:[!#$&-.0-9;-Z^-~]|\\[|\\]){1,15}(?::(?:(?:[!#$&-.0-9;-Z^-~]|\\[|\\]){1,15})?)?$",
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
} as const satisfies Readonly<Record<string, Schema>>;

/** Kinds of what systemd and systemd-nspawn read. */
export const systemdKinds = {
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
} as const satisfies Readonly<Record<string, Schema>>;
