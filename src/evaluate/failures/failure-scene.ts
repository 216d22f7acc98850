import { realpathSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../problems/problem.js";
import type { TracedConfig } from "../../plan/compile-result.js";
import type { Plan, PlannedContainer } from "../../plan/plan.js";
import type { Tree } from "../../targets/target.js";
import { checkExpression } from "../check-request.js";

/** All that is known around an evaluation that failed. */
export interface FailureScene {
  readonly container: PlannedContainer;
  readonly plan: Plan;
  readonly tree: Tree;
  /** The config with the places of its values; undefined where it cannot be loaded again. */
  readonly traced: TracedConfig | undefined;
  /** Path of the nixpkgs. */
  readonly nixpkgs: string;
  readonly system: string;
}

/** Where a problem belongs. */
export type Where = Pick<Problem, "path" | "place" | "atKey" | "related">;

/** The path of an option within the container's system; undefined for other options. */
export function optionInSystem(
  optionPath: readonly string[] | undefined,
  name: string,
): readonly string[] | undefined {
  const path = optionPath?.[0] === "systemd" ? optionPath.slice(1) : optionPath;
  if (path?.[0] !== "containers" || path[1] !== name) return undefined;
  const rest = path.slice(2);
  return rest[0] === "config" ? rest.slice(1) : rest;
}

/** Neither nixpkgs nor nixpawn's own, nor a text without a file. */
export function isUsers(file: string, { nixpkgs }: FailureScene): boolean {
  const others = [nixpkgs, realFile(checkExpression()), "/nix/store"];
  return file.startsWith("/") && !others.some((folder) => file.startsWith(`${folder}/`));
}

/** The files of the tree, by their real paths. */
export function generatedFiles({ tree, plan }: FailureScene): ReadonlySet<string> {
  return new Set(tree.files.map((one) => realFile(join(plan.settings.outDir, one.path))));
}

export function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
