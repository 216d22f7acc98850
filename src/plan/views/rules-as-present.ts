import type { TargetName } from "../../authoring/target-names.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { contentsOf, isUnderProperty } from "./container-parts.js";
import { branchViews, wholeViews, type ContainerView } from "./container-view.js";
import { checkRules } from "../rules.js";
import type { Containers } from "../rules/rule.js";

/**
 * The rules of a config with containers under conditions: each is looked at as if it were there. Of
 * parts with conditions of their own, what one lacks another may have, and what two have together they
 * may never have at once: a problem is one when it shows with all parts and with one of them alone. What
 * two containers cannot both have is a warning where one of them is under a condition: the conditions may
 * exclude each other, as where one tree is for several hosts.
 */
export function checkRulesAsPresent(
  containers: Readonly<Record<string, unknown>>,
  target: TargetName,
): Problem[] {
  const entries = Object.entries(containers);
  if (!entries.some(([, one]) => isUnderProperty(one))) {
    return checkRules(containers as Containers, target);
  }
  const whole = problemsOf(entries, wholeViews, target);
  const branches = problemsOf(entries, branchViews, target);
  return [...whole].filter(([key]) => branches.has(key)).map(([, problem]) => problem);
}

/** The problems of the first view of each container, of the second, and so on. */
function problemsOf(
  entries: readonly (readonly [string, unknown])[],
  viewsOf: (container: unknown) => readonly ContainerView[],
  target: TargetName,
): ReadonlyMap<string, Problem> {
  const views = new Map(entries.map(([name, one]) => [name, viewsOf(one)]));
  const rounds = Math.max(1, ...[...views.values()].map(({ length }) => length));
  const found = new Map<string, Problem>();
  for (let round = 0; round < rounds; round += 1) {
    const shown = new Map(
      [...views].map(([name, all]) => [name, all[Math.min(round, all.length - 1)]]),
    );
    const options = Object.fromEntries(
      [...shown].map(([name, view]) => [name, view?.options ?? {}]),
    );
    const written = ([name = "", ...path]: ValuePath): ValuePath => [
      name,
      ...(shown.get(String(name))?.written(path) ?? path),
    ];
    for (const problem of checkRules(options, target)) {
      const one = asConditional(asWritten(problem, written), new Map(entries));
      found.set(JSON.stringify([one.code, one.path, one.message]), one);
    }
  }
  return found;
}

/** NP210 of two containers that may never be there at once. */
function asConditional(problem: Problem, containers: ReadonlyMap<string, unknown>): Problem {
  const { code, severity, path = [], relatedPaths = [] } = problem;
  if (code !== "NP210" || severity !== "error") return problem;
  const paths = [path, ...relatedPaths.map((one) => one.path)];
  if (new Set(paths.map(([name]) => name)).size < 2) return problem;
  if (!paths.some((one) => isConditional(one, containers))) return problem;
  const hint = "that is right where the two are never there at once, as their conditions may say";
  return { ...problem, severity: "warning", hint };
}

/** Whether a value, as it is written, may not be there. */
function isConditional(
  [name = "", ...path]: ValuePath,
  containers: ReadonlyMap<string, unknown>,
): boolean {
  const { parts } = contentsOf(containers.get(String(name)));
  const around = parts.filter((part) => part.path.every((step, index) => path[index] === step));
  return (around.length > 0 ? around : parts).every(({ conditions }) => conditions.length > 0);
}

function asWritten(problem: Problem, written: (path: ValuePath) => ValuePath): Problem {
  const { path, relatedPaths } = problem;
  return {
    ...problem,
    ...(path === undefined ? {} : { path: written(path) }),
    ...(relatedPaths === undefined
      ? {}
      : { relatedPaths: relatedPaths.map((one) => ({ ...one, path: written(one.path) })) }),
  };
}
