import type { Problem } from "../../problems/problem.js";
import {
  applyAction,
  isToBeDone,
  pruneContainer,
  stopToGive,
  type ApplyActionOptions,
} from "./apply-actions.js";
import type { DesiredContainer } from "../actions/desired.js";
import { handOversBetween } from "../actions/hand-overs.js";
import { readHost } from "../snapshot/host-state.js";
import { demandUnit } from "../snapshot/host-unit.js";
import type { HostLayout } from "../layout.js";
import { Outcomes } from "./outcomes.js";
import { planActions, type Action, type PlanOptions } from "../actions/plan-actions.js";

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

  const outcomes = new Outcomes(handOversBetween(todo, wanted, containers));
  const removals = todo.filter(({ kind }) => kind === "removed");
  // What takes the place of a container must not run beside it: on the same data, say.
  await outcomes.each(removals, async (action) => {
    if (await pruneContainer(layout, action.name, options)) options.onDone(action);
  });
  await outcomes.stopGivers(wanted, (one) => stopToGive(layout, one, options));
  await outcomes.each(wanted, async (one) => {
    const done = await applyAction(layout, one, options, outcomes.gives(one.name));
    if (done !== undefined) options.onDone(done);
  });
  return actions.flatMap(({ name }) => outcomes.problemsOf(name));
}
