import { existsSync } from "node:fs";
import { ProblemError } from "../problems/problem.js";
import { shellWord } from "../problems/shell-words.js";
import { flakeOf } from "./conf-flake.js";
import { configurationPath } from "./create-steps.js";
import { demandOwn, existingContainer } from "./existing-container.js";
import type { HostContainer } from "./host-state.js";
import { confPath, type HostLayout } from "./layout.js";
import { profileLink } from "./profile-link.js";

/** What a container's system is made from. */
export type SystemSource =
  | { readonly kind: "configuration"; readonly path: string }
  | {
      readonly kind: "flake";
      readonly flake: string;
      /** Which of its nixosConfigurations where it names none. @default the container's name */
      readonly attribute?: string | undefined;
    }
  | { readonly kind: "path"; readonly path: string };

/**
 * What the system of a container on a host comes from: its flake, or its own configuration.nix.
 * @throws ProblemError NP718 for one of the host's configuration, NP721 where nothing tells
 */
export function sourceOf(layout: HostLayout, container: HostContainer): SystemSource {
  demandOwn(container, "updated");
  const { name, conf } = container;
  const flake = flakeOf(conf);
  if (flake !== undefined) return flakeSource(container, flake);
  const path = configurationPath(layout, name);
  const config = conf?.mark?.config;
  const isFromConfig = config !== undefined && config !== path;
  // Such a file in its root is then the container's, and nothing for the host to evaluate.
  if (!isFromConfig && existsSync(path)) return { kind: "configuration", path };
  throw new ProblemError([
    {
      code: "NP721",
      severity: "error",
      message: isFromConfig
        ? `container \`${name}\` comes from ${config}`
        : `container \`${name}\` has no configuration that it could be updated from`,
      hint: isFromConfig
        ? `run \`nixpawn apply --config ${shellWord(config)} ${name}\``
        : "give one with --config, --config-expr, --flake or --system-path",
    },
  ]);
}

/**
 * A flake as what a container's system is made from. One that nixos-container made stays as that one
 * would update it: from `nixosConfigurations.container`, where the flake names no other.
 */
export function flakeSource({ conf }: HostContainer, flake: string): SystemSource {
  const isOwn = conf?.mark !== undefined;
  return { kind: "flake", flake, attribute: isOwn ? undefined : "container" };
}

/**
 * To be called before a container gets another system: its profile has to be what it is started from.
 * @throws ProblemError NP738 where its conf file names a system, or another profile
 */
export function demandProfile(layout: HostLayout, { name, conf }: HostContainer): void {
  const path = conf?.values.get("SYSTEM_PATH") ?? "";
  const profile = profileLink(layout, name);
  // As the host sees it, of a system that is staged; or as the container does, in old conf files.
  const names = [`/profiles/per-container/${name}/system`, "/profiles/system"];
  if (path === "" || path === profile || names.some((one) => path.endsWith(one))) return;
  const config = conf?.mark?.config;
  const isFromConfig = config !== undefined && config !== configurationPath(layout, name);
  throw new ProblemError([
    {
      code: "NP738",
      severity: "error",
      message: `container \`${name}\` is started from ${path}, whatever its profile leads to`,
      hint: isFromConfig
        ? `change its \`path\` in ${config}, and apply that`
        : `take the line SYSTEM_PATH out of ${confPath(layout, name)}: it is started from its profile then`,
    },
  ]);
}

/** @throws ProblemError as `existingContainer` and `sourceOf` */
export async function containerToUpdate(
  layout: HostLayout,
  name: string,
  signal?: AbortSignal,
): Promise<HostContainer> {
  const found = await existingContainer(layout, name, signal);
  demandOwn(found, "updated");
  return found;
}
