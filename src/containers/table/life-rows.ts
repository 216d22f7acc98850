import type { ContainerOptionTable } from "../option.js";

/** When a container starts, and what is left of it. */
export const lifeRows = {
  autoStart: {
    type: "boolean",
    description:
      "Start the container when the host boots. In nixpkgs, a container without it is never restarted or reloaded by a switch either.",
    default: false,
    examples: [true],
    conf: {
      AUTO_START: {
        form: "flag",
        meaning: "`1`: started with the host",
        without: "it would not be started",
      },
    },
    change: "next start",
    flags: { "auto-start": { describe: "Start it with the host", type: "flag" } },
  },
  restartIfChanged: {
    type: "boolean",
    description:
      "Restart the container at a switch that changes it. Has an effect only with `autoStart`.",
    default: true,
    examples: [false],
    since: { nixosAfter: "21.05" },
  },
  timeoutStartSec: {
    type: { kind: "timeSpan" },
    description:
      "How long the start may take, in systemd's form (systemd.time(7)); after that the container is killed.",
    default: "1min",
    examples: ["5min"],
    ofUnit: true,
    change: "next start",
    flags: { "timeout-start": { describe: "How long a start may take: 2min", type: "text" } },
    since: { nixosAfter: "18.03" },
  },
  ephemeral: {
    type: "boolean",
    description:
      "Start from an empty root file system each time and forget it at the stop. The journal is not linked to the host's then.",
    default: false,
    examples: [true],
    conf: {
      EPHEMERAL: {
        form: "flag",
        meaning: "`1`: the root file system is forgotten when it stops",
        own: true,
        without: "its root would be kept",
      },
    },
    change: "restart",
    flags: { ephemeral: { describe: "Forget the root when it stops", type: "flag" } },
    since: { nixosAfter: "18.03" },
  },
} as const satisfies ContainerOptionTable;
