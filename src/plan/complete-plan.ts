import { extname } from "node:path";
import { takeLateFaults } from "../load/guard/late-faults.js";
import { loadConfig, type LoadedConfig } from "../load/load.js";
import { NixVerdicts } from "../nix/verdicts.js";
import { asErrors, hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import type { CompileOptions, CompileResult, TracedConfig } from "./compile-result.js";
import { fragmentMemory } from "./memory/fragment-memory.js";
import type { InputFiles } from "./input-files.js";
import { inReadingOrder, locateProblems } from "./locate.js";
import { makePlan, type PlanAttempt } from "./make-plan.js";
import type { PlanIdentity } from "./memory/plan-identity.js";
import type { KnownContainer, KnownFile, PlanMemory } from "./memory/plan-memory.js";
import type { PlanOptions } from "./plan-options.js";
import { resolveConfig, type ResolvedConfig } from "./resolve-config.js";
import { SameProblems } from "./same-problems.js";

/** What a plan is made of. */
export interface Ingredients {
  readonly loaded: LoadedConfig;
  readonly resolved: ResolvedConfig;
  readonly given: Pick<PlanOptions, "outDir" | "target">;
  /** The files met so far; more are added. */
  readonly inputs: InputFiles;
  /** What earlier runs made of the config. */
  readonly memory: PlanMemory;
  /** By what that is found; undefined where there are problems already. */
  readonly identity: PlanIdentity | undefined;
}

/** Makes the plan of a config that was worked out, with its problems at their places. */
export async function completePlan(
  { loaded, resolved, given, inputs, memory, identity }: Ingredients,
  options: CompileOptions,
): Promise<CompileResult> {
  const named = new Map<string, Set<string>>();
  const onInput = (file: string, container: string): void => {
    named.set(container, (named.get(container) ?? new Set()).add(file));
    inputs.add(file);
  };
  const verdicts = new NixVerdicts(fragmentMemory(loaded.file));
  const all = { ...given, onInput, verdicts };
  const known = (name: string): KnownContainer | undefined =>
    identity && memory.container(name, identity);
  let attempt = makePlan(loaded, resolved, { ...all, known });
  if (await verdicts.settle()) attempt = makePlan(loaded, resolved, { ...all, known });
  let traced: Promise<TracedConfig> | undefined;
  const found = [...attempt.problems, ...takeLateFaults()];
  const trace = (): Promise<TracedConfig> =>
    (traced ??= traceConfig(attempt, loaded, { ...all, known: flawless(found) }));
  const located = found.length === 0 ? [] : placed(found, await trace());
  const problems = options.strict === true ? asErrors(located) : located;
  const plan = hasErrors(problems) ? undefined : attempt.plan;
  const keep = (files: readonly KnownFile[], fileOf: (container: string) => string): void => {
    if (identity === undefined || found.length > 0) return;
    const hashes = new Map(files.map(({ path, hash }) => [path, hash]));
    const containers = Object.keys(resolved.specs).map((name): [string, KnownContainer] => [
      name,
      {
        identity: identity.containers.get(name) ?? "",
        named: [...(named.get(name) ?? [])],
        file: hashes.get(fileOf(name)) ?? "",
      },
    ]);
    memory.keep(identity, files, new Map(containers));
  };
  return {
    plan,
    problems: inReadingOrder(problems),
    ...inputs.lists(),
    configFile: loaded.file,
    keep,
    trace,
  };
}

/**
 * The problems at their places, from a second load that records them. It only lends its places: a
 * config may give other values the second time, and what was found the first time holds.
 */
function placed(found: readonly Problem[], traced: TracedConfig): Problem[] {
  const { problems, specs, origins, fallback } = traced;
  const twins = new SameProblems(problems);
  return locateProblems(
    [...found.map((one) => withPlace(twins.of(one), one)), ...SameProblems.told(found, problems)],
    specs,
    origins,
    fallback,
  );
}

/** A traced load calls templates from elsewhere: what is told at the call has its place of the first load. */
function withPlace(twin: Problem | undefined, found: Problem): Problem {
  if (twin === undefined) return found;
  return twin.place === undefined && found.place !== undefined
    ? { ...twin, place: found.place }
    : twin;
}

/**
 * For a traced load, which containers have nothing that it could tell more of: where the plan is refused
 * for what the schema and the rules say, all but those that they name.
 */
function flawless(found: readonly Problem[]): PlanOptions["known"] {
  const isPlain = found.every(({ code, path }) => /^NP[12]/.test(code) && path !== undefined);
  if (!hasErrors(found) || !isPlain) return undefined;
  const names = new Set(found.map(({ path }) => String(path?.[0])));
  return (name) => (names.has(name) ? undefined : { identity: "", named: [], file: "" });
}

async function traceConfig(
  attempt: PlanAttempt,
  loaded: LoadedConfig,
  given: PlanOptions,
): Promise<TracedConfig> {
  if (extname(loaded.file) !== ".json") {
    // It gets ready while the place of last resort is looked for.
    const { startBundler } = await import("../load/bundle/start-bundler.js");
    await startBundler();
  }
  const { defaultExport } = await import("../load/origins/default-export.js");
  const fallback = loaded.placeOf(attempt.definition?.site) ??
    defaultExport(loaded.file) ?? { file: loaded.file, start: { line: 1, column: 1 } };
  try {
    const traced = await loadConfig(loaded.file, { trace: true });
    const { specs, problems } = makePlan(traced, resolveConfig(traced), given);
    return { specs, problems, origins: traced.origins, fallback };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { specs, problems } = attempt;
    return { specs, problems, origins: undefined, fallback };
  }
}
