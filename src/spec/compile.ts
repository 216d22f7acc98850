import { resolve } from "node:path";
import { findConfig } from "../config/find.js";
import { loadConfig, type LoadedConfig } from "../config/load.js";
import { NixVerdicts } from "../nix/verdicts.js";
import { hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import { fragmentMemory } from "./fragment-memory.js";
import { inReadingOrder, locateProblems } from "./locate.js";
import { makePlan, type PlanAttempt } from "./make-plan.js";
import type { Plan } from "./plan.js";

export interface CompileOptions {
  /** The config file, or a folder to look in; else it is found upwards from `cwd`. */
  readonly configFile?: string | undefined;
  readonly cwd: string;
  /** In place of the config's own; relative to `cwd`. */
  readonly outDir?: string | undefined;
  /** Warnings are errors. */
  readonly strict?: boolean | undefined;
}

export interface CompileResult {
  /** Undefined when there are errors. */
  readonly plan: Plan | undefined;
  /** In reading order. */
  readonly problems: readonly Problem[];
  /** Absolute paths of all files the config is made of, as far as they are known. */
  readonly inputs: readonly string[];
  readonly configFile: string | undefined;
}

/**
 * From a config file to a plan. Never throws for what its author did.
 *
 * A config without problems is loaded once, from the cache if nothing changed. With problems it is
 * loaded a second time to learn where every value was written.
 */
export async function compileConfig(options: CompileOptions): Promise<CompileResult> {
  let configFile: string | undefined;
  let inputs: readonly string[] = [];
  try {
    configFile = await findConfig(options.cwd, options.configFile);
    const outDir = options.outDir === undefined ? undefined : resolve(options.cwd, options.outDir);
    const loaded = await loadConfig(configFile);
    inputs = loaded.inputs;
    const verdicts = new NixVerdicts(fragmentMemory(configFile));
    let attempt = makePlan(loaded, outDir, verdicts);
    if (await verdicts.settle()) attempt = makePlan(loaded, outDir, verdicts);
    const problems =
      attempt.problems.length === 0 ? [] : await placedProblems(attempt, loaded, outDir, verdicts);
    const plan = hasErrors(problems, options.strict) ? undefined : attempt.plan;
    return { plan, problems: inReadingOrder(problems), inputs, configFile };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { plan: undefined, problems: inReadingOrder(error.problems), inputs, configFile };
  }
}

async function placedProblems(
  attempt: PlanAttempt,
  loaded: LoadedConfig,
  outDir: string | undefined,
  verdicts: NixVerdicts,
): Promise<Problem[]> {
  const fallback = loaded.placeOf(attempt.definition?.site) ?? {
    file: loaded.file,
    start: { line: 1, column: 1 },
  };
  let traced: LoadedConfig;
  try {
    traced = await loadConfig(loaded.file, { trace: true });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return locateProblems(attempt.problems, attempt.specs, undefined, fallback);
  }
  const again = makePlan(traced, outDir, verdicts);
  return locateProblems(again.problems, again.specs, traced.origins, fallback);
}
