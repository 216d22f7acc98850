import { resolve } from "node:path";
import { defaultExport } from "../config/default-export.js";
import { findConfig } from "../config/find.js";
import { loadConfig, type LoadedConfig } from "../config/load.js";
import { LoadFailure } from "../config/load-failure.js";
import { hasErrors, ProblemError, type Place, type Problem } from "../problems/problem.js";
import { inReadingOrder, locateProblems } from "./locate.js";
import { makePlan, type PlanAttempt } from "./make-plan.js";
import type { Plan } from "./plan.js";
import { Twins } from "./twins.js";

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
    const loaded = await load(configFile);
    inputs = loaded.inputs;
    const attempt = makePlan(loaded, outDir);
    const problems =
      attempt.problems.length === 0 ? [] : await placedProblems(attempt, loaded, outDir);
    const plan = hasErrors(problems, options.strict) ? undefined : attempt.plan;
    return { plan, problems: inReadingOrder(problems), inputs, configFile };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error instanceof LoadFailure) ({ inputs } = error);
    return { plan: undefined, problems: inReadingOrder(error.problems), inputs, configFile };
  }
}

/** What is thrown and is no Error has no stack: a second load, traced, knows where it was thrown. */
async function load(configFile: string): Promise<LoadedConfig> {
  try {
    return await loadConfig(configFile);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (!error.problems.some(({ code, place }) => code === "NP006" && place === undefined)) {
      throw error;
    }
    const again = await loadConfig(configFile, { trace: true }).catch((other: unknown) => other);
    const twins = new Twins(again instanceof ProblemError ? again.problems : []);
    const place: Place = { file: configFile, start: { line: 1, column: 1 } };
    throw new LoadFailure(
      error.problems.map((one) => ({ place, ...(twins.of(one) ?? one) })),
      error instanceof LoadFailure ? error.inputs : [],
    );
  }
}

/**
 * The problems at their places, from a second load that records them. It only lends its places: a
 * config may give other values the second time, and what was found the first time holds.
 */
async function placedProblems(
  attempt: PlanAttempt,
  loaded: LoadedConfig,
  outDir: string | undefined,
): Promise<Problem[]> {
  const fallback = loaded.placeOf(attempt.definition?.site) ??
    defaultExport(loaded.file) ?? { file: loaded.file, start: { line: 1, column: 1 } };
  let traced: LoadedConfig;
  try {
    traced = await loadConfig(loaded.file, { trace: true });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return locateProblems(attempt.problems, attempt.specs, undefined, fallback);
  }
  const again = makePlan(traced, outDir);
  const twins = new Twins(again.problems);
  return locateProblems(
    attempt.problems.map((one) => twins.of(one) ?? one),
    again.specs,
    traced.origins,
    fallback,
  );
}
