import { inParallel } from "../nixos/jobs.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import {
  applyAction,
  isToBeDone,
  pruneContainer,
  stopToGive,
  type ApplyActionOptions,
} from "./apply-actions.js";
import type { DesiredContainer } from "./desired.js";
import { givers } from "./givers.js";
import type { HostState } from "./host-state.js";
import { demandUnit } from "./host-unit.js";
import type { Action, ActionPlan } from "./plan-actions.js";

/** Containers that are changed at once; systemd waits for most of the time. */
const atOnce = 8;

/**
 * Does what a plan says; a container that fails leaves the others right.
 * @returns the problems of those that failed
 * @throws ProblemError as `demandUnit`, before anything is done
 */
export async function carryOut(
  { layout, containers }: HostState,
  { actions }: ActionPlan,
  desired: readonly DesiredContainer[],
  options: ApplyActionOptions & { readonly onDone: (action: Action) => void },
): Promise<Problem[]> {
  const todo = actions.filter((action) => isToBeDone(action, containers.get(action.name)));
  if (todo.length === 0) return [];
  const wanted = desired.filter(({ name }) => todo.some((one) => one.name === name));
  if (layout.root === "/") await demandUnit(layout, wanted, options.signal);
  const failed = new Map<string, readonly Problem[]>();
  const each = async (names: readonly string[], task: (name: string) => Promise<void>) => {
    const left = names.filter((name) => !failed.has(name));
    await inParallel(left, atOnce, async (name) => {
      try {
        await task(name);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        failed.set(name, error.problems);
      }
    });
  };
  const withDesired = (task: (one: DesiredContainer) => Promise<void>) => async (name: string) => {
    const one = wanted.find((other) => other.name === name);
    if (one !== undefined) await task(one);
  };
  // What takes the place of a container must not run beside it: on the same data, say.
  const removals = todo.filter(({ kind }) => kind === "removed");
  await each(
    removals.map(({ name }) => name),
    async (name) => {
      const action = removals.find((one) => one.name === name);
      const isRemoved = await pruneContainer(layout, name, options);
      if (isRemoved && action !== undefined) options.onDone(action);
    },
  );
  // Nor can two have the same port, or interface.
  await each(
    givers(todo, wanted, containers),
    withDesired((one) => stopToGive(layout, one, options)),
  );
  await each(
    wanted.map(({ name }) => name),
    withDesired(async (one) => {
      const done = await applyAction(layout, one, options);
      if (done !== undefined) options.onDone(done);
    }),
  );
  return actions.flatMap(({ name }) => failed.get(name) ?? []);
}
