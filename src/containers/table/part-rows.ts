import type { OptionSet } from "../value-kinds.js";

/** Values that are sets of options themselves. */
export const partRows = {
  forwardPort: {
    description: "A port of the host that leads to a port of the container.",
    options: {
      protocol: {
        type: { oneOf: ["tcp", "udp"] },
        description: "Protocol of the connections that are forwarded.",
        default: "tcp",
        examples: ["udp"],
      },
      hostPort: {
        type: { kind: "port" },
        description: "Port of the host that connections come in at.",
        examples: [8080],
        required: true,
      },
      containerPort: {
        type: { orNull: { kind: "port" } },
        description: "Port of the container they lead to; the same as `hostPort` when left out.",
        default: null,
        examples: [80],
      },
    },
  },
  allowedDevice: {
    description: "A device node, or a group of them, that the container may use.",
    options: {
      node: {
        type: { kind: "deviceNode" },
        description: "Path of the device node, or a group of devices such as `char-pts`.",
        examples: ["/dev/fuse"],
        required: true,
      },
      modifier: {
        type: { kind: "deviceModifier" },
        description: "What is allowed: any of `r` (read), `w` (write) and `m` (make the node).",
        examples: ["rw"],
        required: true,
      },
    },
  },
  bindMount: {
    description: "A folder or file of the host inside the container.",
    options: {
      mountPoint: {
        type: { kind: "absolutePath" },
        description:
          "Place in the container, if it is not the name of the attribute. With `hostPath`, options of systemd-nspawn may follow: `/srv:idmap`.",
        examples: ["/mnt/usb"],
      },
      hostPath: {
        type: { orNull: { kind: "bindSource" } },
        description:
          "Place on the host; the same as in the container when left out. A colon in it is written `\\\\:` for NixOS's own containers.",
        default: null,
        examples: ["/home/alice"],
      },
      isReadOnly: {
        type: "boolean",
        description: "Whether the container may only read.",
        default: true,
        examples: [false],
      },
    },
  },
} as const satisfies Readonly<Record<string, OptionSet>>;
