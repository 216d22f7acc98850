import type { Problem } from "../problems/problem.js";
import { differences, type Reason } from "./differences.js";
import type { DesiredContainer } from "./desired.js";
import type { HostContainer, HostState } from "./host-state.js";
import { confPath, isContainerKey } from "./layout.js";

export type ActionKind = "created" | "removed" | "restarted" | "reloaded" | "untouched";

/** What becomes of one container. */
export interface Action {
  readonly name: string;
  readonly kind: ActionKind;
  /** What differs, key by key; empty where nothing does. */
  readonly reasons: readonly Reason[];
  /** Why it comes to no more than this, in words. */
  readonly notes: readonly string[];
  /** Undefined where systemd cannot be asked. */
  readonly running: boolean | undefined;
  /** Store paths of the system that it runs, or would start, before and after. */
  readonly systems: { readonly before: string | undefined; readonly after: string | undefined };
}

export interface ActionPlan {
  /** By name. */
  readonly actions: readonly Action[];
  /** Containers that this config put on the host and does not have any more. */
  readonly leftOver: readonly string[];
  /** Containers in the way: NP703. */
  readonly problems: readonly Problem[];
}

export interface PlanOptions {
  /** Absolute path of the config. */
  readonly config: string;
  /** Names of all containers of the config, also of those that are not to be looked at. */
  readonly known: readonly string[];
  /** Remove what is left over. */
  readonly prune: boolean;
}

/**
 * What has to be done for the host to be as it is to be. Depends on nothing else, and does nothing.
 * Only what a config put on a host itself is ever removed.
 */
export function planActions(
  desired: readonly DesiredContainer[],
  host: HostState,
  { config, known, prune }: PlanOptions,
): ActionPlan {
  const leftOver = [...host.containers.values()].filter(
    ({ name, conf }) =>
      conf?.owner === "nixpawn" && conf.mark?.config === config && !known.includes(name),
  );
  const actions = [
    ...desired.map((one) => actionFor(one, host.containers.get(one.name), config)),
    ...(prune ? leftOver.map(removal) : []),
  ];
  return {
    actions: actions.sort((one, other) => (one.name < other.name ? -1 : 1)),
    leftOver: leftOver.map(({ name }) => name).sort(),
    problems: desired.flatMap(({ name }) => inTheWay(host.containers.get(name), host)),
  };
}

function actionFor(
  desired: DesiredContainer,
  current: HostContainer | undefined,
  config: string,
): Action {
  const running = current?.running;
  const systems = { before: systemOf(current), after: desired.system };
  const same = { name: desired.name, running, systems };
  if (current?.conf === undefined) return { ...same, kind: "created", reasons: [], notes: [] };
  const reasons = differences(desired, current, current.conf);
  const from = current.conf.mark?.config;
  const notes = from === undefined || from === config ? [] : [`until now of ${from}`];
  const needs = (effect: Reason["effect"]): boolean => reasons.some((one) => one.effect === effect);
  const { begun } = current;
  if (begun !== undefined && begun !== "untouched") {
    // It ran when that began, and may have been stopped by it. A restart brings about all that a
    // reload does.
    const isMore = needs("restart") || running === false;
    const kind = begun === "reloaded" && isMore ? "restarted" : begun;
    return { ...same, kind, reasons, notes: [...notes, "an apply before was interrupted"] };
  }
  if (!needs("restart") && !needs("reload")) {
    const later = reasons.length === 0 ? [] : ["takes effect at its next start"];
    return { ...same, kind: "untouched", reasons, notes: [...notes, ...later] };
  }
  const kind = needs("restart") ? "restarted" : "reloaded";
  const held = heldBack(desired, running, kind);
  if (held !== undefined) {
    return { ...same, kind: "untouched", reasons, notes: [...notes, held] };
  }
  const doubt = running === undefined ? ["if it runs: systemd cannot be asked"] : [];
  return { ...same, kind, reasons, notes: [...notes, ...doubt] };
}

function heldBack(
  { name, restartIfChanged }: DesiredContainer,
  running: boolean | undefined,
  kind: "restarted" | "reloaded",
): string | undefined {
  if (running === false) return "does not run: takes effect when it starts";
  if (restartIfChanged) return undefined;
  const verb = kind === "restarted" ? "restart" : "reload";
  return `restartIfChanged is false: takes effect with \`systemctl ${verb} container@${name}\``;
}

function removal({ name, running, profile }: HostContainer): Action {
  return {
    name,
    kind: "removed",
    reasons: [],
    notes: ["the config does not have it any more"],
    running,
    systems: { before: profile?.system, after: undefined },
  };
}

/** What runs, where that is known; else what would be started. */
function systemOf(current: HostContainer | undefined): string | undefined {
  return current?.runningSystem ?? current?.profile?.system;
}

function inTheWay(current: HostContainer | undefined, { layout }: HostState): Problem[] {
  const owner = current?.conf?.owner;
  if (current === undefined || owner === undefined || owner === "nixpawn") return [];
  const { name, conf } = current;
  if (layout.shared && ![...(conf?.values.keys() ?? [])].some(isContainerKey)) {
    const message = `\`${confPath(layout, name)}\` is another program's, and no container's`;
    const hint = "take another name for the container";
    return [{ code: "NP703", severity: "error", message, hint, path: [name], atKey: true }];
  }
  return [
    {
      code: "NP703",
      severity: "error",
      message:
        owner === "nixos"
          ? `container \`${name}\` belongs to this host's NixOS configuration`
          : `this host has a container \`${name}\` that nixpawn did not put there`,
      hint:
        owner === "nixos"
          ? "run `nixpawn switch`"
          : `destroy it (\`nixos-container destroy ${name}\`), or take another name`,
      path: [name],
      atKey: true,
    },
  ];
}
