import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import { ProblemError } from "../../problems/problem.js";
import { stepsToTakeBack, type RootBefore } from "./create-steps.js";
import { tracesOf } from "../snapshot/existing-container.js";
import type { HostLayout } from "../layout.js";
import { runAllSteps } from "./steps.js";
import {
  demandNoRemoval,
  forgetUnfinished,
  readUnfinished,
  type Unfinished,
} from "../snapshot/unfinished.js";

/**
 * Sees to what a `create` left that was killed: takes it back, or goes on where all was made.
 * @returns the options of the container that the same command made; undefined where there is none
 */
export async function afterKilled(
  layout: HostLayout,
  { name, request }: { readonly name: string; readonly request: string },
): Promise<ContainerOptions | undefined> {
  demandNoRemoval(layout, name);
  const note = readUnfinished(layout, name);
  if (note?.command !== "create") return undefined;
  const made = note.before.made as { options: ContainerOptions } | undefined;
  if (made === undefined) {
    const before = note.before as unknown as RootBefore;
    const problems = await runAllSteps(stepsToTakeBack(layout, name, before));
    if (problems.length > 0) throw new ProblemError([...problems, leftOver(name)]);
  } else if (requestOf(note) === request && tracesOf(layout, name).conf) {
    return made.options;
  }
  await forgetUnfinished(layout, name);
  return undefined;
}

/** What was asked for by the `create` that noted it. */
export function requestOf({ before }: Unfinished): string | undefined {
  const { request, made } = before as { request?: string; made?: { request: string } };
  return request ?? made?.request;
}

/** NP735 */
export function leftOver(name: string) {
  return {
    code: "NP735",
    severity: "error",
    message: `some of container \`${name}\` is left, which could not be made`,
    hint: `when the cause is gone, run the command again, or \`nixpawn destroy ${name}\``,
  } as const;
}
