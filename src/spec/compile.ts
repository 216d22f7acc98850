import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { TargetName } from "../authoring/target-names.js";
import { expectedConfig, findConfig } from "../config/find.js";
import { takeLateFaults } from "../config/late-faults.js";
import { loadConfig, type LoadedConfig } from "../config/load.js";
import { LoadFailure } from "../config/load-failure.js";
import type { Origins } from "../config/origins.js";
import { isTold } from "../config/operators/told.js";
import { NixVerdicts } from "../nix/verdicts.js";
import {
  asErrors,
  hasErrors,
  ProblemError,
  type Place,
  type Problem,
} from "../problems/problem.js";
import { fragmentMemory } from "./fragment-memory.js";
import { inReadingOrder, locateProblems } from "./locate.js";
import { makePlan, type PlanAttempt } from "./make-plan.js";
import type { Plan } from "./plan.js";
import type { PlanOptions } from "./plan-options.js";
import { Twins } from "./twins.js";

export interface CompileOptions {
  /** The config file, or a folder to look in; else it is found upwards from `cwd`. */
  readonly configFile?: string | undefined;
  readonly cwd: string;
  /** In place of the config's own; relative to `cwd`. */
  readonly outDir?: string | undefined;
  /** In place of the config's own. */
  readonly target?: TargetName | undefined;
  /** Warnings are errors. */
  readonly strict?: boolean | undefined;
}

/** A config loaded once more, with the places of all its values. */
export interface TracedConfig {
  /** The resolved containers, in which paths of problems are looked up. */
  readonly specs: Readonly<Record<string, unknown>>;
  /** Undefined when the second load failed: then no place but the fallback is known. */
  readonly origins: Origins | undefined;
  readonly problems: readonly Problem[];
  /** The place of last resort: where `defineContainers` was called. */
  readonly fallback: Place;
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
  /** Loads the config once more, for the places of problems that are found later. */
  trace(): Promise<TracedConfig | undefined>;
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
  let trace: CompileResult["trace"] = () => Promise.resolve(undefined);
  const result = (problems: readonly Problem[], plan: Plan | undefined): CompileResult => ({
    plan: hasErrors(problems) ? undefined : plan,
    problems: inReadingOrder(problems),
    inputs: [...inputs].sort(),
    missing: [...missing].sort(),
    configFile,
    trace,
  });
  const severe = options.strict === true ? asErrors : (problems: readonly Problem[]) => problems;
  try {
    configFile = findConfig(options.cwd, options.configFile);
    const outDir = options.outDir === undefined ? undefined : resolve(options.cwd, options.outDir);
    onInput(configFile);
    const loaded = await load(configFile);
    loaded.inputs.forEach(onInput);
    const verdicts = new NixVerdicts(fragmentMemory(configFile));
    const given = { outDir, target: options.target, onInput, verdicts };
    let attempt = makePlan(loaded, given);
    if (await verdicts.settle()) attempt = makePlan(loaded, given);
    let traced: Promise<TracedConfig> | undefined;
    const traceOnce = (): Promise<TracedConfig> => (traced ??= traceConfig(attempt, loaded, given));
    trace = traceOnce;
    const problems = [...attempt.problems, ...takeLateFaults()];
    const located = problems.length === 0 ? [] : placed(problems, await traceOnce());
    return result(severe(located), attempt.plan);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error instanceof LoadFailure) error.inputs.forEach(onInput);
    if (configFile === undefined) onInput(expectedConfig(options.cwd, options.configFile));
    return result(severe(error.problems), undefined);
  }
}

/**
 * What is thrown and is no Error has no stack, nor has what was changed, and what to write in place
 * of an operator is not known: a second load, traced, knows.
 */
async function load(configFile: string): Promise<LoadedConfig> {
  try {
    return await loadConfig(configFile);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const lacking = ({ code, place, hint }: Problem): boolean =>
      place === undefined || (isTold(code) && hint === undefined);
    if (!error.problems.some(lacking)) throw error;
    const again = await loadConfig(configFile, { trace: true }).catch((other: unknown) =>
      other instanceof ProblemError ? other : undefined,
    );
    const others = again instanceof ProblemError ? again.problems : (again?.told ?? []);
    const twins = new Twins(others);
    const place: Place = { file: configFile, start: { line: 1, column: 1 } };
    throw new LoadFailure(
      [
        ...error.problems.map((one) => ({ place, ...(twins.of(one) ?? one) })),
        ...Twins.told(error.problems, others),
      ],
      error instanceof LoadFailure ? error.inputs : [],
    );
  }
}

/**
 * The problems at their places, from a second load that records them. It only lends its places: a
 * config may give other values the second time, and what was found the first time holds.
 */
function placed(found: readonly Problem[], traced: TracedConfig): Problem[] {
  const { problems, specs, origins, fallback } = traced;
  const twins = new Twins(problems);
  return locateProblems(
    [...found.map((one) => twins.of(one) ?? one), ...Twins.told(found, problems)],
    specs,
    origins,
    fallback,
  );
}

async function traceConfig(
  attempt: PlanAttempt,
  loaded: LoadedConfig,
  given: PlanOptions,
): Promise<TracedConfig> {
  const { defaultExport } = await import("../config/default-export.js");
  const fallback = loaded.placeOf(attempt.definition?.site) ??
    defaultExport(loaded.file) ?? { file: loaded.file, start: { line: 1, column: 1 } };
  try {
    const traced = await loadConfig(loaded.file, { trace: true });
    const { specs, problems } = makePlan(traced, given);
    return { specs, problems, origins: traced.origins, fallback };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { specs, problems } = attempt;
    return { specs, problems, origins: undefined, fallback };
  }
}
