import { resolve } from "node:path";
import { expectedConfig, findConfig } from "../load/find.js";
import { hadLateFaults } from "../load/guard/late-faults.js";
import { loadConfig, type LoadedConfig } from "../load/load.js";
import { LoadFailure } from "../load/load-failure.js";
import { asErrors, ProblemError, type Problem } from "../problems/problem.js";
import type { CompileOptions, CompileResult } from "./compile-result.js";
import { InputFiles } from "./input-files.js";
import { planIdentity } from "./memory/plan-identity.js";
import { PlanMemory, type KnownPlan } from "./memory/plan-memory.js";
import { planSettings } from "./plan-settings.js";
import type { PlanSettings } from "./plan.js";
import { isFlawless, resolveConfig } from "./resolve-config.js";

/** A config of which all is as in an earlier run that found nothing to tell. */
export interface KnownConfig {
  readonly known: KnownPlan;
  readonly settings: PlanSettings;
  /** How many containers there are. */
  readonly count: number;
  readonly configFile: string;
  readonly inputs: CompileResult["inputs"];
  readonly missing: CompileResult["missing"];
  /** Makes the plan all the same. */
  complete(): Promise<CompileResult>;
}

/**
 * From a config file to a plan. Never throws for what its author did.
 *
 * A config without problems is loaded once, from the cache if nothing changed. With problems it is
 * loaded a second time to learn where every value was written.
 */
export async function compileConfig(options: CompileOptions): Promise<CompileResult> {
  const compiled = await compileUnlessKnown(options);
  return "known" in compiled ? compiled.complete() : compiled;
}

/** The same, but for a config whose values are those of an earlier run: of it nothing is made. */
export async function compileUnlessKnown(
  options: CompileOptions,
): Promise<CompileResult | KnownConfig> {
  const inputs = new InputFiles();
  const failed = (
    { problems }: ProblemError,
    configFile: string | undefined,
  ): Promise<CompileResult> => failure(problems, configFile, inputs, options);
  let configFile: string;
  try {
    configFile = findConfig(options.cwd, options.configFile);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    inputs.add(expectedConfig(options.cwd, options.configFile));
    return failed(error, undefined);
  }
  inputs.add(configFile);
  const orFailed = async <Result>(
    compile: () => Promise<Result>,
  ): Promise<Result | CompileResult> => {
    try {
      return await compile();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error instanceof LoadFailure) error.inputs.forEach(inputs.add);
      return failed(error, configFile);
    }
  };
  return orFailed(async () => {
    const outDir = options.outDir === undefined ? undefined : resolve(options.cwd, options.outDir);
    const loaded = await load(configFile);
    loaded.inputs.forEach(inputs.add);
    const resolved = resolveConfig(loaded);
    const { definition, specs } = resolved;
    const given = { outDir, target: options.target };
    const memory = new PlanMemory(configFile);
    const settings =
      definition !== undefined && isFlawless(resolved, loaded)
        ? planSettings(configFile, definition.settings, given)
        : undefined;
    const identity = settings && planIdentity(resolved, settings, loaded.inputs);
    const complete = async (): Promise<CompileResult> => {
      const { completePlan } = await import("./complete-plan.js");
      const ingredients = { loaded, resolved, given, inputs, memory, identity };
      return completePlan(ingredients, options);
    };
    if (identity === undefined || settings === undefined || hadLateFaults()) return complete();
    const known = memory.plan(identity);
    if (known === undefined) return complete();
    for (const { named } of Object.values(known.containers)) named.forEach(inputs.add);
    return {
      known,
      settings,
      count: Object.keys(specs).length,
      configFile,
      ...inputs.lists(),
      complete: () => orFailed(complete),
    };
  });
}

/** @param configFile undefined where none was found */
async function failure(
  problems: readonly Problem[],
  configFile: string | undefined,
  inputs: InputFiles,
  { strict = false }: CompileOptions,
): Promise<CompileResult> {
  const { inReadingOrder } = await import("./locate.js");
  return {
    plan: undefined,
    problems: inReadingOrder(strict ? asErrors(problems) : problems),
    ...inputs.lists(),
    configFile,
    trace: () => Promise.resolve(undefined),
  };
}

async function load(configFile: string): Promise<LoadedConfig> {
  try {
    return await loadConfig(configFile, {
      // Most likely something changed that is to be compiled, too.
      whileBundling: () => void import("./complete-plan.js"),
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { withPlaces } = await import("./load-again.js");
    throw await withPlaces(error, configFile);
  }
}
