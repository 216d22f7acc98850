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
import { giftsBetween } from "./gifts.js";
import { readHost } from "./host-state.js";
import { demandUnit } from "./host-unit.js";
import type { HostLayout } from "./layout.js";
import { planActions, type Action, type PlanOptions } from "./plan-actions.js";

/** Containers that are changed at once; systemd waits for most of the time. */
const atOnce = 8;

interface CarryOutOptions extends ApplyActionOptions, PlanOptions {
  readonly onDone: (action: Action) => void;
}

/**
 * Brings containers to what they are to be, and removes what is left over; one that fails leaves the
 * others right. What that takes is planned anew: building takes its time.
 * @returns the problems of those that failed
 * @throws ProblemError as `demandUnit`, before anything is done
 */
export async function carryOut(
  layout: HostLayout,
  desired: readonly DesiredContainer[],
  options: CarryOutOptions,
): Promise<Problem[]> {
  const names = desired.map(({ name }) => name);
  const { containers } = await readHost(layout, names, options.signal);
  const { actions } = planActions(desired, { layout, containers }, options);
  const todo = actions.filter((action) => isToBeDone(action, containers.get(action.name)));
  if (todo.length === 0) return [];
  const wanted = desired.filter(({ name }) => todo.some((one) => one.name === name));
  await demandUnit(layout, wanted, { signal: options.signal });

  const failed = new Map<string, readonly Problem[]>();
  async function each<One extends { readonly name: string }>(
    all: readonly One[],
    task: (one: One) => Promise<void>,
  ): Promise<void> {
    const left = all.filter(({ name }) => !failed.has(name));
    await inParallel(left, atOnce, async (one) => {
      try {
        await task(one);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        failed.set(one.name, error.problems);
      }
    });
  }

  const gifts = giftsBetween(todo, wanted, containers);
  const gives = ({ name }: { readonly name: string }): boolean =>
    gifts.some(({ from }) => from === name);
  const removals = todo.filter(({ kind }) => kind === "removed");
  // What takes the place of a container must not run beside it: on the same data, say.
  await each(removals, async (action) => {
    if (await pruneContainer(layout, action.name, options)) options.onDone(action);
  });
  await each(wanted.filter(gives), (one) => stopToGive(layout, one, options));
  for (const { from, to } of gifts) if (failed.has(from)) failed.set(to, [stillHeld(from, to)]);
  await each(wanted, async (one) => {
    const done = await applyAction(layout, one, options, gives(one));
    if (done !== undefined) options.onDone(done);
  });
  return actions.flatMap(({ name }) => failed.get(name) ?? []);
}

function stillHeld(from: string, to: string): Problem {
  return {
    code: "NP715",
    severity: "error",
    message: `container \`${to}\` is left as it is: \`${from}\` has what it is to get, and could not be stopped`,
  };
}
