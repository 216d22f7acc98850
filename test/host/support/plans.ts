import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";
import { confFileText, readConfFile } from "../../../src/host/snapshot/conf-file.js";
import { desiredContainer, type DesiredContainer } from "../../../src/host/actions/desired.js";
import type { HostContainer, HostState, Owner } from "../../../src/host/snapshot/host-state.js";
import { hostLayout } from "../../../src/host/layout.js";
import { planActions, type ActionPlan } from "../../../src/host/actions/plan-actions.js";

export const config = "/etc/nixos/containers.ts";
export const old = "/nix/store/1-system";
export const now = "/nix/store/2-system";

export function wanted(
  options: ContainerOptions,
  system: string | undefined = old,
): DesiredContainer {
  return desiredContainer({ name: "web", options, system });
}

interface Given {
  readonly running?: boolean | undefined;
  readonly owner?: Owner;
  readonly from?: string;
  readonly profile?: string;
  readonly runningSystem?: string;
  readonly name?: string;
}

export function onHost(desired: DesiredContainer, given: Given = {}): HostContainer {
  const { owner = "nixpawn", from = config, profile = old, runningSystem } = given;
  return {
    name: given.name ?? "web",
    conf: { ...readConfFile(confFileText(desired, from)), owner },
    profile: { system: profile, generation: 1 },
    running: "running" in given ? given.running : true,
    runningSystem,
  };
}

export function plan(
  desired: readonly DesiredContainer[],
  host: readonly HostContainer[],
  prune = false,
): ActionPlan {
  const state: HostState = {
    layout: hostLayout("/nowhere"),
    containers: new Map(host.map((one) => [one.name, one])),
  };
  const known = desired.map((one) => one.name);
  return planActions(desired, state, { config, takeOver: false, known, prune });
}
