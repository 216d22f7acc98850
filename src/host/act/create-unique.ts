import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import { createLocked, type NewContainer } from "./create-container.js";
import { demandName, tracesOf } from "../snapshot/existing-container.js";
import { requestOf } from "./killed-create.js";
import type { HostLayout } from "../layout.js";
import { ifContainerIsFree } from "../locks.js";
import { readUnfinished } from "../snapshot/unfinished.js";

/** What NixOS takes for a host name, as a label of DNS has it. */
const longestHostName = 63;

/**
 * Makes a container by a name that is nobody's: the one that is wanted, else with the first number
 * behind it. Another command that takes a name at the same time is not waited for; what the same
 * command left of one when it was killed is taken over.
 * @param describe the container by such a name; it may be asked for more than one
 * @throws ProblemError as `createContainer`, but for NP720 and for NP705 of a container
 */
export async function createUnique(
  layout: HostLayout,
  wanted: string,
  describe: (name: string) => Promise<NewContainer>,
  onStep: (name: string, step: string) => void,
  signal?: AbortSignal,
): Promise<{ readonly name: string; readonly options: ContainerOptions }> {
  demandName(wanted, true);
  for (let number = 0; ; number += 1) {
    const name = numberedName(wanted, number);
    if (isInUse(layout, name)) continue;
    const container = await describe(name);
    const made = await ifContainerIsFree(layout, name, async () => {
      if (isInUse(layout, name, container.request)) return undefined;
      const tell = (step: string): void => {
        onStep(name, step);
      };
      return createLocked(layout, container, tell, signal);
    });
    if (made?.result !== undefined) return { name, options: made.result };
  }
}

/** A name with a number behind it, none for 0; a long one is cut, so that it stays one. */
export function numberedName(wanted: string, number: number): string {
  if (number === 0) return wanted;
  const suffix = `-${String(number)}`;
  return `${wanted.slice(0, longestHostName - suffix.length).replace(/-+$/, "")}${suffix}`;
}

/**
 * Whether something or somebody has a name: also a root that outlived its container.
 * @param request where what such a command left does not count; undefined where no command's does
 */
function isInUse(layout: HostLayout, name: string, request?: string): boolean {
  const note = readUnfinished(layout, name);
  if (note?.command === "create") return request !== undefined && requestOf(note) !== request;
  const { conf, profile, root, unfinished } = tracesOf(layout, name);
  return conf || profile || root || unfinished;
}
