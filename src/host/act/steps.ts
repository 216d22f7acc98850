import { ProblemError, type Problem } from "../../problems/problem.js";

/** A part of a command that is done whole or not at all, and may be done again. */
export interface Step {
  /** What it does, in words: "write the conf file". */
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/**
 * Runs steps in their order, up to the first that fails.
 * @param onStep told the name of each step when it is done
 * @throws what a step throws
 */
export async function runSteps(
  steps: readonly Step[],
  onStep: (name: string) => void = () => undefined,
): Promise<void> {
  for (const step of steps) {
    await step.run();
    onStep(step.name);
  }
}

/**
 * Runs steps that undo others, each whatever becomes of those before it.
 * @returns the problems of those that failed
 */
export async function runAllSteps(
  steps: readonly Step[],
  onStep: (name: string) => void = () => undefined,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const step of steps) {
    try {
      await runSteps([step], onStep);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return problems;
}
