import { existsSync, lstatSync, readFileSync } from "node:fs";
import { ProblemError } from "../../problems/problem.js";
import { readConfFile, type ConfFile } from "./conf-file.js";
import type { UnitTrait } from "./effects.js";
import { confPath, containerNames, type HostLayout } from "../layout.js";
import { readProfile, type Profile } from "./profile-link.js";
import { runningProcess } from "./running-process.js";
import { runningSystem } from "./running-system.js";
import { runningValues } from "./running-values.js";
import { readUnfinished, type Unfinished } from "./unfinished.js";
import { readUnitInEffect } from "./unit-in-effect.js";
import { readVainStart } from "./vain-start.js";
import { notCarriedOut, valuesOfProcess } from "./values-in-effect.js";
import { isRunning, unitStates, type UnitState } from "./unit-states.js";

/** Who put a container on a host: nixpawn, its NixOS configuration, or somebody else. */
export type Owner = "nixpawn" | "nixos" | "other";

export interface OwnedConf extends ConfFile {
  readonly owner: Owner;
}

/** A container as it is on a host. */
export interface HostContainer {
  readonly name: string;
  /** Undefined where there is only a profile. */
  readonly conf: OwnedConf | undefined;
  readonly profile: Profile | undefined;
  /** Undefined where systemd cannot be asked. */
  readonly running: boolean | undefined;
  /** What systemd says of its unit; undefined where it was not asked. */
  readonly unit?: UnitState | undefined;
  /** The store path of the system that runs; undefined where it cannot be told. */
  readonly runningSystem: string | undefined;
  /** Whether it is up, and not on its way there. */
  readonly isUp?: boolean | undefined;
  /**
   * The values of its conf file that are in effect: those that it was started with, as far as its process
   * does not show otherwise; undefined as `runningSystem`.
   */
  readonly startedWith?: ReadonlyMap<string, string> | undefined;
  /** Which of them its process shows not to be in effect: not even its start has brought them about. */
  readonly notCarriedOut?: readonly string[] | undefined;
  /** Those of which a restart is known not to bring them about. */
  readonly inVain?: readonly string[] | undefined;
  /** Which start of its unit this is; undefined where it does not run. */
  readonly invocation?: string | undefined;
  /** What its unit was started with, where its conf file says something else by now. */
  readonly unitInEffect?: ReadonlyMap<UnitTrait, string> | undefined;
  /** What an apply that was killed had begun to do to it. */
  readonly begun?: "created" | "restarted" | "reloaded" | "untouched" | undefined;
}

export interface HostState {
  readonly layout: HostLayout;
  /** By name. */
  readonly containers: ReadonlyMap<string, HostContainer>;
  /** Containers whose conf files cannot be read, and were not asked for; with what is legible. */
  readonly unreadable?: ReadonlyMap<string, ConfFile["values"]>;
}

/**
 * Reads what is on a host, changing nothing: each conf file once, and all units at once.
 * @param names containers to look for beside those that have a conf file
 * @throws ProblemError NP701 for a conf file of one of these that cannot be read, NP502 when it was
 *   interrupted
 */
export async function readHost(
  layout: HostLayout,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<HostState> {
  const files = readHostFiles(layout, names);
  // The systemd that runs knows nothing of a system that is being staged.
  if (layout.root !== "/") return files;
  const states = await unitStates(layout.system, [...files.containers.keys()], signal);
  const containers = [...files.containers.values()].map(({ name, conf }) =>
    containerOf(layout, name, conf, states.get(name)),
  );
  return { ...files, containers: new Map(containers.map((one) => [one.name, one])) };
}

/** The same without asking systemd: of none is known whether it runs. @throws ProblemError NP701 */
export function readHostFiles(layout: HostLayout, names: readonly string[]): HostState {
  // Under a name that is wanted, another program's file is in the way, too.
  const wanted = names.filter((name) => existsSync(confPath(layout, name)));
  const confs = new Map(wanted.map((name) => [name, readConf(confPath(layout, name))]));
  const unreadable = new Map<string, ConfFile["values"]>();
  for (const name of containerNames(layout)) {
    if (confs.has(name)) continue;
    const path = confPath(layout, name);
    const conf = ifReadable(() => readConf(path));
    // One bad file is not in the way of all the other containers.
    if (conf === undefined) unreadable.set(name, legibleValues(path));
    else confs.set(name, conf);
  }
  const all = [...new Set([...confs.keys(), ...names])].sort();
  const containers = all.map((name) => containerOf(layout, name, confs.get(name), undefined));
  return { layout, containers: new Map(containers.map((one) => [one.name, one])), unreadable };
}

/**
 * Reads what is on a host of some containers, and looks at no other.
 * @returns in the order of the names
 * @throws as `readHost`
 */
export async function readContainers(
  layout: HostLayout,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<HostContainer[]> {
  const confs = new Map(names.map((name) => [name, readConfOf(layout, name)]));
  const states =
    layout.root === "/" ? await unitStates(layout.system, [...confs.keys()], signal) : undefined;
  return names.map((name) => containerOf(layout, name, confs.get(name), states?.get(name)));
}

/** The same of one container. @throws as `readHost` */
export async function readContainer(
  layout: HostLayout,
  name: string,
  signal?: AbortSignal,
): Promise<HostContainer> {
  const conf = readConfOf(layout, name);
  const states = layout.root === "/" ? await unitStates(layout.system, [name], signal) : undefined;
  return containerOf(layout, name, conf, states?.get(name));
}

/** The conf file of a container; undefined where there is none. @throws ProblemError NP701 */
export function readConfOf(layout: HostLayout, name: string): OwnedConf | undefined {
  const path = confPath(layout, name);
  return existsSync(path) ? readConf(path) : undefined;
}

function containerOf(
  layout: HostLayout,
  name: string,
  conf: HostContainer["conf"],
  state: UnitState | undefined,
): HostContainer {
  const known = {
    name,
    conf,
    profile: readProfile(layout, name),
    begun: begunBy(readUnfinished(layout, name)),
  };
  const running = state === undefined ? undefined : isRunning(state);
  if (state === undefined || running !== true) {
    return { ...known, unit: state, running, runningSystem: undefined };
  }
  const { activeState, mainPid, invocation } = state;
  const isUp = ["active", "reloading", "refreshing"].includes(activeState);
  const started = mainPid === undefined ? undefined : runningValues(mainPid, layout.system.proc);
  // On its way there it has not got everything yet.
  const seen =
    isUp && mainPid !== undefined ? runningProcess(mainPid, layout.system.proc) : undefined;
  const inEffect = started && seen ? valuesOfProcess(started, seen) : started;
  return {
    ...known,
    unit: state,
    running,
    isUp,
    runningSystem: mainPid === undefined ? undefined : runningSystem(mainPid, layout.system.proc),
    startedWith: inEffect,
    notCarriedOut: started && inEffect ? notCarriedOut(started, inEffect) : undefined,
    inVain: readVainStart(layout, name, invocation),
    invocation,
    unitInEffect: invocation === undefined ? undefined : readUnitInEffect(layout, name, invocation),
  };
}

function begunBy(note: Unfinished | undefined): HostContainer["begun"] {
  const kind = note?.command === "apply" ? note.before.kind : undefined;
  return (["created", "restarted", "reloaded", "untouched"] as const).find((one) => one === kind);
}

function readConf(path: string): OwnedConf {
  const conf = readConfFile(textOf(path));
  // NixOS puts a link to the store there; nixos-container takes that for its sign too.
  const owner = lstatSync(path).isSymbolicLink() ? "nixos" : conf.mark ? "nixpawn" : "other";
  return { ...conf, owner };
}

/** Whether a conf file can be read, as text. */
export function isReadable(path: string): boolean {
  return ifReadable(() => textOf(path)) !== undefined;
}

function ifReadable<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** What a file says that is no proper text: addresses are ASCII all the same. */
function legibleValues(path: string): ConfFile["values"] {
  try {
    return readConfFile(readFileSync(path, "latin1").replaceAll("\0", "")).values;
  } catch {
    return new Map();
  }
}

/** @throws ProblemError NP701 */
function textOf(path: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      readFileSync(path),
    );
    if (!text.includes("\0")) return text;
    throw new TypeError("it has a NUL character");
  } catch (error) {
    throw new ProblemError([
      {
        code: "NP701",
        severity: "error",
        message: `\`${path}\` cannot be read`,
        details: String(error),
      },
    ]);
  }
}
