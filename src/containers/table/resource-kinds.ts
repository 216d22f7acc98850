import type { Schema } from "../schema-form.js";

/** Settings of systemd.resource-control(5) that limit a container. */
export const resourceSettings = [
  "AllowedCPUs",
  "AllowedMemoryNodes",
  "CPUQuota",
  "CPUQuotaPeriodSec",
  "CPUWeight",
  "IODeviceLatencyTargetSec",
  "IODeviceWeight",
  "IOReadBandwidthMax",
  "IOReadIOPSMax",
  "IOWeight",
  "IOWriteBandwidthMax",
  "IOWriteIOPSMax",
  "IPAddressAllow",
  "IPAddressDeny",
  "ManagedOOMMemoryPressure",
  "ManagedOOMMemoryPressureLimit",
  "ManagedOOMPreference",
  "ManagedOOMSwap",
  "MemoryHigh",
  "MemoryLow",
  "MemoryMax",
  "MemoryMin",
  "MemorySwapMax",
  "MemoryZSwapMax",
  "StartupAllowedCPUs",
  "StartupAllowedMemoryNodes",
  "StartupCPUWeight",
  "StartupIOWeight",
  "StartupMemoryHigh",
  "StartupMemoryLow",
  "StartupMemoryMax",
  "StartupMemorySwapMax",
  "TasksMax",
] as const;

export const resourceKinds = {
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
} as const satisfies Readonly<Record<string, Schema>>;
