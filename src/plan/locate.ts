import type { Origins } from "../load/origins/origins.js";
import type { Place, Problem, RelatedPlace } from "../problems/problem.js";
import { shownPath } from "./shown-path.js";

/**
 * Gives problems that have a path the place where that value was written.
 * @param specs the resolved containers that the paths start from
 * @param fallback the place of last resort: where `defineContainers` was called
 */
export function locateProblems(
  problems: readonly Problem[],
  specs: Readonly<Record<string, unknown>>,
  origins: Origins | undefined,
  fallback: Place | undefined,
): Problem[] {
  const exact = new Set<number>();
  const located = problems.map((problem, index) => {
    const found =
      problem.path === undefined || problem.place !== undefined
        ? undefined
        : problem.atRead === true
          ? origins?.locateRead(specs, problem.path)
          : origins?.locate(specs, problem.path, problem.atKey);
    const place = problem.place ?? found?.place ?? fallback;
    if (problem.place !== undefined || found?.isExact === true) exact.add(index);
    const related: RelatedPlace[] = [...(problem.related ?? []), ...(found?.related ?? [])];
    for (const { message, path } of problem.relatedPaths ?? []) {
      const other = origins?.locate(specs, path);
      if (other !== undefined) related.push({ message, place: other.place });
    }
    return {
      ...problem,
      ...(problem.path === undefined ? {} : { path: shownPath(specs, problem.path, origins) }),
      ...(place === undefined ? {} : { place }),
      ...(related.length === 0 ? {} : { related }),
    };
  });
  return withoutRepeats(located, fallback, exact);
}

/**
 * One mistake in the defaults, or in a value that is used in several places, is one problem: of those
 * at the same place that differ in the container's name alone, the first, which names the others.
 * @param exact which problems are at the place of that very mistake: it does not matter then for which
 *   options that is used. Else the place may be that of a larger value around several mistakes
 */
function withoutRepeats(
  problems: readonly Problem[],
  fallback: Place | undefined,
  exact: ReadonlySet<number>,
): Problem[] {
  const groups = new Map<string, [first: Problem, ...others: Problem[]]>();
  for (const [index, problem] of problems.entries()) {
    const { code, message, path: [name, ...rest] = [], place } = problem;
    const isExact = exact.has(index);
    const shared = isExact || (name !== undefined && place !== fallback);
    const inAny = name === undefined ? message : message.replaceAll(`\`${name}\``, "``");
    const key =
      shared && place !== undefined
        ? JSON.stringify([code, isExact ? "" : rest, place, inAny])
        : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const containers = new Set(others.flatMap((one) => one.path?.[0] ?? []));
    const names = [...containers]
      .filter((one) => one !== first.path?.[0])
      .map((one) => `\`${one}\``);
    if (names.length === 0) return first;
    const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
    const list = shown.join(", ").replace(/, ([^,]*)$/, " and $1");
    return { ...first, message: `${first.message}; the same in ${list}` };
  });
}

/** Reading order: by file, then from top to bottom. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((left, right) => {
    const [a, b] = [left.place, right.place];
    if (a === undefined || b === undefined)
      return Number(b !== undefined) - Number(a !== undefined);
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.start.line - b.start.line || a.start.column - b.start.column;
  });
}
