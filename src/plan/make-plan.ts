import { absentTexts } from "../authoring/absent-texts.js";
import { misuses } from "../authoring/misuses.js";
import { takeThrownMisuses } from "../authoring/thrown-misuses.js";
import { placeOfAssignment } from "../load/origins/assigned-place.js";
import { guardProcess, type ChangedLanguage } from "../load/guard/process-guard.js";
import type { LoadedConfig } from "../load/load.js";
import { caughtProblems } from "../load/operators/caught.js";
import { toldProblems, withoutConsequences } from "../load/operators/told.js";
import { messageOf, placed } from "../load/thrown.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { absentTextProblems, withoutAbsent } from "./texts/absent-text-problems.js";
import { isContainer } from "./views/container-parts.js";
import type { Definition } from "./definition.js";
import { hostArguments } from "./names/host-arguments.js";
import { byCodeUnit } from "./modules/modules.js";
import { knownContainer } from "./memory/known-container.js";
import { oncePerMistake } from "./once-per-mistake.js";
import { planContainer } from "./plan-container.js";
import type { Plan, PlannedContainer } from "./plan.js";
import type { PlanOptions } from "./plan-options.js";
import { planSettings } from "./plan-settings.js";
import type { ResolvedConfig } from "./resolve-config.js";
import { checkRulesAsPresent } from "./views/rules-as-present.js";
import { checkShape } from "./schema/schema.js";
import { TemplateMeanings } from "./names/template-meanings.js";
import { unreadable } from "./unreadable.js";

export interface PlanAttempt {
  /** Left out when there is no config to make it from. */
  readonly plan: Plan | undefined;
  /** Some with a path in `specs` and no place yet. */
  readonly problems: readonly Problem[];
  /** The resolved containers, in which paths of problems are looked up. */
  readonly specs: Readonly<Record<string, unknown>>;
  readonly definition: Definition | undefined;
}

/** Makes the plan of a config that was loaded and worked out, and finds all its problems. */
export function makePlan(
  loaded: LoadedConfig,
  resolved: ResolvedConfig,
  options: PlanOptions = {},
): PlanAttempt {
  // Functions of the config are called, and its getters.
  const guard = guardProcess(loaded.origins !== undefined);
  misuses.take();
  absentTexts.take();
  takeThrownMisuses();
  const { definition, specs } = resolved;
  const withTold = (others: readonly Problem[]): readonly Problem[] => {
    const misused = [...resolved.misuses, ...misuses.take()];
    const found = toldProblems(misused, loaded.inputs, loaded.origins?.hintAt);
    const thrown = [...resolved.thrown, ...takeThrownMisuses()];
    const placeOf = loaded.placeOf.bind(loaded);
    const caught = caughtProblems(thrown, placeOf, [...loaded.told, ...found, ...others]);
    const told = [...loaded.told, ...found, ...caught];
    return [...told, ...withoutConsequences(told, others)];
  };
  const withAbsent = (attempt: PlanAttempt): PlanAttempt => {
    const { plan, problems } = attempt;
    const sites = [...loaded.absentTexts, ...resolved.absentTexts, ...absentTexts.take()];
    const found = plan === undefined ? [] : absentTextProblems(sites, plan, loaded.inputs);
    const others = withTold(found.length === 0 ? problems : withoutAbsent(problems, found));
    return { ...attempt, problems: [...others, ...found] };
  };
  const done = (attempt: PlanAttempt): PlanAttempt => {
    guard.restoreLanguage();
    const changed = resolved.changed ?? guard.changed;
    return changed === undefined
      ? withAbsent(attempt)
      : // All else that was found may come of it.
        { ...attempt, plan: undefined, problems: [changedBy(changed, loaded)] };
  };
  try {
    if (resolved.failure !== undefined) throw resolved.failure.error;
    if (definition === undefined) throw new Error("a config without a definition did not fail");
    const attempt = planOf(definition, specs, loaded, options);
    const problems = oncePerMistake([...resolved.problems, ...attempt.problems]);
    return done({ ...attempt, problems, specs, definition });
  } catch (error) {
    guard.restoreLanguage();
    const problems = faultsOfUser(error, specs, loaded);
    return done({ plan: undefined, problems, specs, definition });
  } finally {
    guard.release();
  }
}

function changedBy({ problem, intrinsics }: ChangedLanguage, { origins }: LoadedConfig): Problem {
  const place = placeOfAssignment(intrinsics, origins);
  return place === undefined ? problem : { ...problem, place };
}

function planOf(
  { settings }: Definition,
  specs: Readonly<Record<string, unknown>>,
  loaded: LoadedConfig,
  options: PlanOptions,
): Pick<PlanAttempt, "plan" | "problems"> {
  const containers = Object.entries(specs).filter(([, one]) => isContainer(one));
  const chosen = planSettings(loaded.file, settings, options);
  const { target } = chosen;
  const surroundings = {
    target,
    known: hostArguments(settings.hostArguments),
    declared: new Set(settings.hostArguments),
    meanings: new TemplateMeanings(),
  };
  const known = new Set<string>();
  const planned = [...containers]
    .sort(([left], [right]) => byCodeUnit(left, right))
    .map(([name, written]) => {
      const before = options.known?.(name);
      if (before === undefined) return planContainer(name, written, loaded, options, surroundings);
      known.add(name);
      for (const file of before.named) options.onInput?.(file, name);
      const apart = { ...surroundings, meanings: new TemplateMeanings() };
      const plan = (): PlannedContainer =>
        planContainer(name, written, loaded, options, apart).container;
      return { container: knownContainer(name, written, before, plan), problems: [] };
    });
  const others = Object.entries(specs).filter(([name]) => !known.has(name));
  return {
    plan: {
      configFile: loaded.file,
      settings: chosen,
      containers: planned.map(({ container }) => container),
    },
    problems: [
      ...checkShape(Object.fromEntries(others)),
      ...checkRulesAsPresent(Object.fromEntries(containers), target),
      ...planned.flatMap(({ problems }) => problems),
    ],
  };
}

/**
 * The problems behind an error: those that it carries, values that cannot be read, or what code of
 * the user threw. Rethrows what is a mistake of nixpawn.
 */
function faultsOfUser(
  error: unknown,
  specs: Readonly<Record<string, unknown>>,
  loaded: LoadedConfig,
): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const faults = Object.entries(specs).flatMap(([name, one]) => unreadable(one, [name]));
  if (faults.length > 0) return faults;
  const where = placed(error, loaded.placeOf.bind(loaded), loaded.origins?.thrownAt(error));
  if (where.place === undefined) throw error;
  const message = `code of the config threw: ${messageOf(error)}`;
  return [{ code: "NP053", severity: "error", message, ...where }];
}
