import { NP406 } from "../problems/codes/tree.js";
import type { Problem } from "../problems/problem.js";
import type { TreeChanges } from "../tree/compare.js";

/**
 * What stands against a tree that is not what its config compiles to: one problem, or none.
 * @param outDir the tree's folder as people type it
 */
export function staleProblems(changes: TreeChanges, outDir: string): Problem[] {
  const { created, changed, removed } = changes;
  const files = [
    ...created.map((path) => `${path} is missing`),
    ...changed.map((path) => `${path} differs`),
    ...removed.map((path) => `${path} is left over`),
  ];
  if (files.length === 0) return [];
  return [NP406.stale({ folder: outDir, files })];
}
