import type { Origins } from "../config/origins.js";
import type { Place, Problem, RelatedPlace } from "../problems/problem.js";

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
  return problems.map((problem) => {
    const found =
      problem.path === undefined || problem.place !== undefined
        ? undefined
        : origins?.locate(specs, problem.path, problem.atKey);
    const place = problem.place ?? found?.place ?? fallback;
    const related: RelatedPlace[] = [...(problem.related ?? []), ...(found?.related ?? [])];
    for (const { message, path } of problem.relatedPaths ?? []) {
      const other = origins?.locate(specs, path);
      if (other !== undefined) related.push({ message, place: other.place });
    }
    return {
      ...problem,
      ...(place === undefined ? {} : { place }),
      ...(related.length === 0 ? {} : { related }),
    };
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
