import { existsSync, lstatSync, readFileSync } from "node:fs";
import { ProblemError } from "../problems/problem.js";
import { readConfFile, type ConfFile } from "./conf-file.js";
import { confPath, containerNames, type HostLayout } from "./layout.js";
import { readProfile, type Profile } from "./profile-link.js";
import { runningSystem } from "./running-system.js";
import { readUnfinished, type Unfinished } from "./unfinished.js";
import { isRunning, unitStates } from "./unit-states.js";

/** Who put a container on a host: nixpawn, its NixOS configuration, or somebody else. */
export type Owner = "nixpawn" | "nixos" | "other";

/** A container as it is on a host. */
export interface HostContainer {
  readonly name: string;
  /** Undefined where there is only a profile. */
  readonly conf: (ConfFile & { readonly owner: Owner }) | undefined;
  readonly profile: Profile | undefined;
  /** Undefined where systemd cannot be asked. */
  readonly running: boolean | undefined;
  /** The store path of the system that runs; undefined where it cannot be told. */
  readonly runningSystem: string | undefined;
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
 * Reads what is on a host, changing nothing.
 * @param names containers to look for beside those that have a conf file
 * @throws ProblemError NP701 for a conf file of one of these that cannot be read, NP502 when it was
 *   interrupted
 */
export async function readHost(
  layout: HostLayout,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<HostState> {
  // Under a name that is wanted, another program's file is in the way, too.
  const wanted = names.filter((name) => existsSync(confPath(layout, name)));
  const confs = new Map(wanted.map((name) => [name, readConf(confPath(layout, name))]));
  const unreadable = new Map<string, ConfFile["values"]>();
  for (const name of containerNames(layout)) {
    if (confs.has(name)) continue;
    const path = confPath(layout, name);
    // One bad file is not in the way of all the other containers.
    if (isReadable(path)) confs.set(name, readConf(path));
    else unreadable.set(name, legibleValues(path));
  }
  const all = [...new Set([...confs.keys(), ...names])].sort();
  // The systemd that runs knows nothing of a system that is being staged.
  const states = layout.root === "/" ? await unitStates(all, signal) : undefined;
  const containers = all.map((name): HostContainer => {
    const state = states?.get(name);
    const pid = state?.mainPid;
    return {
      name,
      conf: confs.get(name),
      profile: readProfile(layout, name),
      running: state === undefined ? undefined : isRunning(state),
      runningSystem: pid === undefined ? undefined : runningSystem(pid),
      begun: begunBy(readUnfinished(layout, name)),
    };
  });
  return { layout, containers: new Map(containers.map((one) => [one.name, one])), unreadable };
}

function begunBy(note: Unfinished | undefined): HostContainer["begun"] {
  const kind = note?.command === "apply" ? note.before.kind : undefined;
  return (["created", "restarted", "reloaded", "untouched"] as const).find((one) => one === kind);
}

function readConf(path: string): ConfFile & { owner: Owner } {
  const conf = readConfFile(textOf(path));
  // NixOS puts a link to the store there; nixos-container takes that for its sign too.
  const owner = lstatSync(path).isSymbolicLink() ? "nixos" : conf.mark ? "nixpawn" : "other";
  return { ...conf, owner };
}

/** Whether a conf file can be read, as text. */
export function isReadable(path: string): boolean {
  try {
    textOf(path);
    return true;
  } catch {
    return false;
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
