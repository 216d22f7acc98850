import { basename, resolve } from "node:path";
import { containerStatuses, type ContainerStatus } from "../../host/actions/container-status.js";
import {
  readContainers,
  readHost,
  type HostContainer,
  type HostState,
} from "../../host/snapshot/host-state.js";
import { confPath, hostLayout, type HostLayout } from "../../host/layout.js";
import { NP701 } from "../../problems/codes/host.js";
import type { Problem } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import { tableText } from "../table.js";
import { whichExist } from "./each-container.js";
import { hostCommand } from "./host-command.js";

export interface ListOptions extends GlobalOptions {
  readonly root?: string | undefined;
}

/** `nixpawn list`: the names of the host's containers. Returns the exit code. */
export async function list(options: ListOptions): Promise<number> {
  return hostCommand(options, async (signal) => {
    const host = await readHost(hostLayout(resolve(options.root ?? "/")), [], signal);
    const found = [...host.containers.values()];
    return {
      problems: passedOver(host),
      data: {
        containers: found.map(({ name, conf, running }) => ({
          name,
          owner: conf?.owner ?? null,
          running: running ?? null,
        })),
      },
      text: found.map(({ name }) => `${name}\n`).join(""),
    };
  });
}

/** `nixpawn status [names]`: state, addresses, system and what is not in effect. */
export async function status(
  options: ListOptions & { readonly names: readonly string[] },
): Promise<number> {
  return hostCommand(options, async (signal) => {
    const layout = hostLayout(resolve(options.root ?? "/"));
    const { problems, containers } =
      options.names.length === 0
        ? await allContainers(layout, signal)
        : await containersCalled(layout, options.names, signal);
    const found = await containerStatuses(layout, containers, signal);
    return {
      problems,
      data: { containers: found.map(asData) },
      text: textOf(found),
    };
  });
}

interface Chosen {
  /** Why some are left out. */
  readonly problems: readonly Problem[];
  readonly containers: readonly HostContainer[];
}

async function allContainers(layout: HostLayout, signal: AbortSignal): Promise<Chosen> {
  const host = await readHost(layout, [], signal);
  return { problems: passedOver(host), containers: [...host.containers.values()] };
}

async function containersCalled(
  layout: HostLayout,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Chosen> {
  const { found, problems } = await whichExist(layout, names);
  return { problems, containers: await readContainers(layout, found, signal) };
}

/** NP701, as warnings: no container is left out without a word. */
function passedOver({ layout, unreadable = new Map() }: HostState): Problem[] {
  return [...unreadable.keys()].map((name) =>
    NP701.leftOut({ name, path: confPath(layout, name) }),
  );
}

function textOf(found: readonly ContainerStatus[]): string {
  if (found.length === 0) return "";
  const head = ["NAME", "STATE", "UPTIME", "ADDRESSES", "GENERATION", "SYSTEM", "NOT IN EFFECT"];
  const rows = found.map((one) => [
    one.name,
    one.state,
    one.uptime === undefined ? "-" : uptimeText(one.uptime),
    one.addresses.join(" ") || "-",
    one.generation === undefined ? "-" : String(one.generation),
    one.system === undefined ? "-" : basename(one.system).replace(/^[0-9a-z]{32}-/, ""),
    driftText(one),
  ]);
  return tableText([head, ...rows]);
}

/** "conf (PRIVATE_USERS), system"; "?" where it cannot be told. */
function driftText({ drift, notInEffect = [] }: ContainerStatus): string {
  if (drift === undefined) return "?";
  const words = drift.map((one) => (one === "conf" ? `conf (${notInEffect.join(", ")})` : one));
  return words.join(", ") || "-";
}

function asData(one: ContainerStatus): Readonly<Record<string, unknown>> {
  const { owner, system, generation, runningSystem, drift, notInEffect, uptime, ...rest } = one;
  const known = { owner, system, generation, runningSystem, drift, notInEffect };
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries({ ...known, uptimeSeconds: uptime }).map(([key, value]) => [
        key,
        value ?? null,
      ]),
    ),
  };
}

/** The two largest units: "3d 4h", "12s". */
export function uptimeText(seconds: number): string {
  const units = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ] as const;
  let left = seconds;
  const parts = units.flatMap(([size, unit]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? [`${String(count)}${unit}`] : [];
  });
  return parts.slice(0, 2).join(" ") || "0s";
}
