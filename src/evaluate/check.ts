import { join } from "node:path";
import type { NixError } from "../nix/errors/nix-error.js";
import { NP603, NP604 } from "../problems/codes/evaluation.js";
import type { Problem } from "../problems/problem.js";
import type { Plan, PlannedContainer } from "../plan/plan.js";
import { containerFile } from "../targets/index.js";
import type { CheckRequest, ContainerEvaluation } from "./check-request.js";
import { evaluateContainer, type EvaluateOptions } from "./evaluate-container.js";
import { pruneEvaluations } from "./remembered/evaluation-cache.js";
import { inParallel } from "./jobs.js";

/** What became of one container. */
export interface CheckedContainer {
  readonly name: string;
  /** Undefined when the evaluation failed. */
  readonly evaluation: ContainerEvaluation | undefined;
  /** What Nix said, when the evaluation failed. */
  readonly failure: NixError | undefined;
  readonly remembered: boolean;
  /** Why the result cannot be remembered, in words. */
  readonly notKept: string | undefined;
  readonly milliseconds: number;
}

export interface CheckOptions extends EvaluateOptions {
  readonly quick: boolean;
  /** How many containers at once. */
  readonly jobs: number;
  readonly onStart?: (name: string) => void;
  readonly onEnd?: (checked: CheckedContainer) => void;
}

/**
 * Evaluates the containers of a plan, each apart, from its tree on disk.
 * @returns in the order of the plan
 * @throws ProblemError NP501, NP502
 */
export async function checkContainers(
  plan: Plan,
  containers: readonly PlannedContainer[],
  options: CheckOptions,
): Promise<CheckedContainer[]> {
  const checked = await inParallel(containers, options.jobs, async (container) => {
    options.onStart?.(container.name);
    const one = await checkContainer(requestOf(plan, container, options.quick), options);
    options.onEnd?.(one);
    return one;
  });
  pruneEvaluations();
  return checked;
}

/**
 * A container to be evaluated from its tree on disk.
 */
export function requestOf(
  plan: Plan,
  { name, given }: PlannedContainer,
  quick: boolean,
): CheckRequest {
  const { outDir, target } = plan.settings;
  if (target === "units") throw new TypeError("the target units has no modules");
  const hasConfig = given.config !== undefined;
  return { name, module: join(outDir, containerFile(name)), option: target, hasConfig, quick };
}

async function checkContainer(
  request: CheckRequest,
  options: CheckOptions,
): Promise<CheckedContainer> {
  const started = performance.now();
  const outcome = await evaluateContainer(request, options);
  const evaluated = outcome.kind === "evaluated" ? outcome : undefined;
  return {
    name: request.name,
    evaluation: evaluated?.evaluation,
    failure: outcome.kind === "failed" ? outcome.error : undefined,
    remembered: evaluated?.remembered ?? false,
    notKept: evaluated?.notKept,
    milliseconds: performance.now() - started,
  };
}

/** Failed assertions and warnings of a container's system, as problems of its `config`. */
export function systemProblems({ name, evaluation }: CheckedContainer): Problem[] {
  const where = { path: [name, "config"], atKey: true };
  return [
    ...(evaluation?.assertions ?? []).map((message) =>
      NP603.assertion({ name, message: oneLine(message) }, where),
    ),
    ...(evaluation?.warnings ?? []).map((message) =>
      NP604.warning({ name, message: oneLine(message) }, where),
    ),
  ];
}

/** Messages of modules are laid out for terminals. */
function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
