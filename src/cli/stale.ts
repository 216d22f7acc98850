import { join } from "node:path";
import { NP406 } from "../problems/codes/tree.js";
import type { Problem } from "../problems/problem.js";
import type { TreeChanges } from "../tree/compare.js";
import { shortPath } from "./reporter.js";

/**
 * What stands against a tree that is not what its config compiles to: one problem, or none.
 * @param outDir the tree's folder, absolute
 * @param told what keeps the tree from being written: of those files enough is said
 */
export function staleProblems(
  changes: TreeChanges,
  outDir: string,
  cwd: string,
  told: readonly Problem[],
): Problem[] {
  const { created, changed, removed } = changes;
  const known = new Set(told.map(({ place }) => place?.file));
  const others = (paths: readonly string[], what: string): string[] =>
    paths.filter((path) => !known.has(join(outDir, path))).map((path) => `${path} ${what}`);
  const files = [
    ...others(created, "is missing"),
    ...others(changed, "differs"),
    ...others(removed, "is left over"),
  ];
  if (files.length === 0) return [];
  return [NP406.stale({ folder: shortPath(outDir, cwd), files, isAlone: told.length === 0 })];
}
