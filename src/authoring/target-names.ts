/** What a config can be compiled to. */
export const targetNames = ["containers", "systemd.containers", "units"] as const;

export type TargetName = (typeof targetNames)[number];
