import type { Problem } from "../../problems/problem.js";
import { differences, isInEffect, type Reason } from "./differences.js";
import type { DesiredContainer } from "./desired.js";
import type { HostContainer, HostState } from "../snapshot/host-state.js";
import { inTheWay, type ConfigInUse } from "./foreign-containers.js";

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

export interface PlanOptions extends ConfigInUse {
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
  { known, prune, ...inUse }: PlanOptions,
): ActionPlan {
  const leftOver = [...host.containers.values()].filter(
    (one) => isOf(one, inUse.config) && !known.includes(one.name),
  );
  const actions = [
    ...desired.map((one) => actionFor(one, host.containers.get(one.name), inUse.config)),
    ...(prune ? leftOver.map(removal) : []),
  ];
  return {
    actions: actions.sort((one, other) => (one.name < other.name ? -1 : 1)),
    leftOver: leftOver.map(({ name }) => name).sort(),
    problems: desired.flatMap(({ name }) =>
      inTheWay(host.containers.get(name), host.layout, inUse),
    ),
  };
}

/** Whether a config put a container on the host. */
export function isOf({ conf }: HostContainer, config: string): boolean {
  return conf?.owner === "nixpawn" && conf.mark?.config === config;
}

/** What has to be done with one container of a config; `inTheWay` says whether it may be. */
export function actionFor(
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
  // One that comes up, or fails again and again, cannot be reloaded.
  const isOnItsWay = running === true && current.isUp === false;
  const isToBeChanged = running === true && (needs("restart") || needs("reload"));
  // One that was created, and is up, was started with what it was to be then.
  const isOver =
    begun === "untouched" ||
    (begun === "created" && isToBeChanged) ||
    (begun !== "reloaded" && reasons.length === 0 && isInEffect(current));
  if (begun !== undefined && !isOver) {
    // It ran when that began, and may have been stopped by it. A restart brings about all that a
    // reload does.
    const isMore = needs("restart") || running === false || isOnItsWay;
    const kind = begun === "reloaded" && isMore ? "restarted" : begun;
    return { ...same, kind, reasons, notes: [...notes, "an apply before was interrupted"] };
  }
  if (!needs("restart") && !needs("reload")) {
    const later = reasons.length === 0 ? [] : [laterWords(reasons, current)];
    return { ...same, kind: "untouched", reasons, notes: [...notes, ...later] };
  }
  const kind = needs("restart") || isOnItsWay ? "restarted" : "reloaded";
  const held = heldBack(desired, running, kind);
  if (held !== undefined) {
    return { ...same, kind: "untouched", reasons, notes: [...notes, held] };
  }
  const doubt = running === undefined ? ["if it runs: systemd cannot be asked"] : [];
  return { ...same, kind, reasons, notes: [...notes, ...doubt] };
}

/** What is left for the next start, or is not to be had by one. */
function laterWords(reasons: readonly Reason[], { inVain = [] }: HostContainer): string {
  const without = reasons.filter(({ key }) => inVain.includes(key)).map(({ key }) => key);
  if (without.length === 0) return "takes effect at its next start";
  return `a restart has not brought about ${without.join(", ")}: the host's unit has to`;
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

/** What is done with one that a config has no more. */
export function removal({ name, running, profile }: HostContainer): Action {
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
