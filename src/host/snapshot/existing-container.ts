import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { nameProblems } from "../container-name.js";
import { readConfOf, readContainer, type HostContainer, type OwnedConf } from "./host-state.js";
import { confPath, hasConf, type HostLayout } from "../layout.js";
import { demandRealFolders } from "../staged-root.js";
import { readUnfinished } from "./unfinished.js";

/** Which parts of a container there are on a host. */
export interface Traces {
  readonly conf: boolean;
  readonly profile: boolean;
  readonly root: boolean;
  /** A command on it was killed. */
  readonly unfinished: boolean;
}

/** The root file system of a container. */
export function rootOf(layout: HostLayout, name: string): string {
  return join(layout.roots, name);
}

/**
 * To be called before anything is read or written in the root of a container.
 * @throws ProblemError NP403 where a link is in its place in a staged root
 */
export function demandOwnRoot(layout: HostLayout, name: string): void {
  demandRealFolders(layout, [join(rootOf(layout, name), "x")]);
}

/**
 * The root file system that a container has while it runs: a forgetful one's is not where the others
 * are (scripts/places.bash).
 */
export function runningRoot(
  layout: HostLayout,
  { name, conf }: Pick<HostContainer, "name" | "conf">,
): string {
  const isEphemeral = conf?.values.get("EPHEMERAL") === "1";
  return isEphemeral ? join(layout.root, "run/nixos-containers", name) : rootOf(layout, name);
}

/** What there is in the places of a container of that name, whoever's it is. */
export function tracesOf(layout: HostLayout, name: string): Traces {
  return {
    conf: existsSync(confPath(layout, name)),
    profile: existsSync(join(layout.profiles, name)),
    root: isThere(rootOf(layout, name)),
    unfinished: readUnfinished(layout, name) !== undefined,
  };
}

/** Also a link that leads nowhere; what this user may not look for is not. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** What there is of a container: no file and no folder of another program. */
export function ownTraces(layout: HostLayout, name: string): Traces {
  const traces = tracesOf(layout, name);
  const conf = hasConf(layout, name);
  // Where others have folders too, one alone says nothing.
  const isKnown = traces.profile || traces.unfinished;
  const isItsRoot = !layout.shared || conf || (isKnown && !isForeignRoot(rootOf(layout, name)));
  return { ...traces, conf, root: traces.root && isItsRoot };
}

/**
 * What another program has in the place of a container's conf file or root: podman's `storage`, in
 * the folders that it shares with containers of old hosts.
 */
export function foreignPath(layout: HostLayout, name: string): string | undefined {
  if (!layout.shared) return undefined;
  const conf = confPath(layout, name);
  const { conf: hasItsConf, root: hasItsRoot } = ownTraces(layout, name);
  if (!hasItsConf && existsSync(conf)) return conf;
  const root = rootOf(layout, name);
  return !hasItsRoot && isForeignRoot(root) ? root : undefined;
}

/** Data may outlive a container, whose root has had an `etc` since it was made. */
function isForeignRoot(root: string): boolean {
  if (existsSync(join(root, "etc"))) return false;
  try {
    return readdirSync(root).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

/**
 * A container that is there; no other is looked at.
 * @throws as `confOfExisting`; NP502
 */
export async function existingContainer(
  layout: HostLayout,
  name: string,
  signal?: AbortSignal,
): Promise<HostContainer> {
  confOfExisting(layout, name);
  return readContainer(layout, name, signal);
}

/**
 * What the conf file of a container that is there says, without asking systemd.
 * @throws ProblemError NP710 for a name that is none, NP717 when there is no such container, NP701
 */
export function confOfExisting(layout: HostLayout, name: string): OwnedConf {
  demandName(name);
  const conf = readConfOf(layout, name);
  if (conf === undefined || !hasConf(layout, name)) throw new ProblemError([noSuch(name, layout)]);
  return conf;
}

/** @throws ProblemError NP710 */
export function demandName(name: string, isNew = false): void {
  const problems = nameProblems(name, isNew);
  if (problems.length > 0) throw new ProblemError(problems);
}

/**
 * @param verb what is not done to it: "updated"
 * @throws ProblemError NP718 for a container of the host's NixOS configuration
 */
export function demandOwn({ name, conf }: HostContainer, verb: string): void {
  if (conf?.owner !== "nixos") return;
  throw new ProblemError([
    {
      code: "NP718",
      severity: "error",
      message: `container \`${name}\` belongs to this host's NixOS configuration, and is not ${verb} by itself`,
      hint: "change the configuration, and run nixos-rebuild (or `nixpawn switch`)",
    },
  ]);
}

export function noSuch(name: string, layout: HostLayout): Problem {
  return {
    code: "NP717",
    severity: "error",
    message: `there is no container \`${name}\``,
    hint: `containers have a file in ${layout.confFolder}; see \`nixpawn list\``,
  };
}
