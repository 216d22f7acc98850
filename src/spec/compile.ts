import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expectedConfig, findConfig } from "../config/find.js";
import { loadConfig, type LoadedConfig } from "../config/load.js";
import { asErrors, hasErrors, ProblemError, type Problem } from "../problems/problem.js";
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
  /**
   * Absolute paths of all files the config depends on, sorted: those it is made of, those it names,
   * and those that it looks for in vain. With no config file, the one to write.
   */
  readonly inputs: readonly string[];
  /** Those of the inputs that were missing when they were looked for. */
  readonly missing: readonly string[];
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
  const inputs = new Set<string>();
  const missing = new Set<string>();
  const onInput = (file: string): void => {
    inputs.add(file);
    if (!existsSync(file)) missing.add(file);
  };
  const result = (problems: readonly Problem[], plan: Plan | undefined): CompileResult => ({
    plan: hasErrors(problems) ? undefined : plan,
    problems: inReadingOrder(problems),
    inputs: [...inputs].sort(),
    missing: [...missing].sort(),
    configFile,
  });
  const severe = options.strict === true ? asErrors : (problems: readonly Problem[]) => problems;
  try {
    configFile = await findConfig(options.cwd, options.configFile);
    const outDir = options.outDir === undefined ? undefined : resolve(options.cwd, options.outDir);
    const loaded = await loadConfig(configFile, { onInput });
    const attempt = makePlan(loaded, outDir, onInput);
    const problems =
      attempt.problems.length === 0 ? [] : await placedProblems(attempt, loaded, outDir);
    return result(severe(problems), attempt.plan);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (configFile === undefined) onInput(expectedConfig(options.cwd, options.configFile));
    return result(severe(error.problems), undefined);
  }
}

async function placedProblems(
  attempt: PlanAttempt,
  loaded: LoadedConfig,
  outDir: string | undefined,
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
  const again = makePlan(traced, outDir);
  return locateProblems(again.problems, again.specs, traced.origins, fallback);
}
