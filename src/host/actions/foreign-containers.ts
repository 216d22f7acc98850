import type { Problem } from "../../problems/problem.js";
import type { HostContainer, OwnedConf } from "../snapshot/host-state.js";
import { confPath, isContainerKey, type HostLayout } from "../layout.js";

export interface ConfigInUse {
  /** Absolute path of the config. */
  readonly config: string;
  /** Whether containers that nixpawn put there otherwise become this config's. */
  readonly takeOver: boolean;
}

/** NP703 for a container of the host under a name that a config has, which is not that config's. */
export function inTheWay(
  current: HostContainer | undefined,
  layout: HostLayout,
  inUse: ConfigInUse,
): Problem[] {
  if (current?.conf === undefined) return [];
  const { name, conf } = current;
  const found = problemOf(name, conf, layout, inUse);
  if (found === undefined) return [];
  return [{ code: "NP703", severity: "error", ...found, path: [name], atKey: true }];
}

function problemOf(
  name: string,
  { owner, values, mark }: OwnedConf,
  layout: HostLayout,
  { config, takeOver }: ConfigInUse,
): Pick<Problem, "message" | "hint"> | undefined {
  if (owner === "nixpawn") {
    const from = mark?.config;
    if (takeOver || from === undefined || from === config) return undefined;
    return {
      message: `container \`${name}\` comes from ${from}`,
      // A config that was moved is another one: who can say that the old one is nobody's?
      hint: "`--take-over` makes it this config's, with its data; or take another name",
    };
  }
  if (layout.shared && ![...values.keys()].some(isContainerKey)) {
    return {
      message: `\`${confPath(layout, name)}\` is another program's, and no container's`,
      hint: "take another name for the container",
    };
  }
  return owner === "nixos"
    ? {
        message: `container \`${name}\` belongs to this host's NixOS configuration`,
        hint: "run `nixpawn switch`",
      }
    : {
        message: `this host has a container \`${name}\` that nixpawn did not put there`,
        hint: `destroy it (\`nixos-container destroy ${name}\`), or take another name`,
      };
}
