import { inParallel } from "../nixos/jobs.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { applyAction, type ApplyActionOptions } from "./apply-actions.js";
import type { DesiredContainer } from "./desired.js";
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
  const todo = actions.filter(
    ({ name, kind, reasons }) =>
      kind !== "untouched" || reasons.length > 0 || containers.get(name)?.begun !== undefined,
  );
  if (todo.length === 0) return [];
  if (layout.root === "/") {
    const wanted = desired.filter(({ name }) => todo.some((one) => one.name === name));
    await demandUnit(wanted, options.signal);
  }
  const act = async (action: Action): Promise<readonly Problem[]> => {
    try {
      const wanted = desired.find(({ name }) => name === action.name);
      await applyAction(layout, action, wanted, options);
      options.onDone(action);
      return [];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error.problems;
    }
  };
  // What takes the place of a container must not run beside it: on the same data, say.
  const removals = todo.filter(({ kind }) => kind === "removed");
  const others = todo.filter(({ kind }) => kind !== "removed");
  const failed = [
    ...(await inParallel(removals, atOnce, act)),
    ...(await inParallel(others, atOnce, act)),
  ];
  return failed.flat();
}
