import type { TargetName } from "../authoring/target-names.js";
import { NP733 } from "../problems/codes/host.js";
import { hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import { compileConfig } from "../plan/compile.js";
import type { CompileResult } from "../plan/compile-result.js";
import type { Plan } from "../plan/plan.js";
import { renderPlan } from "../targets/index.js";
import { PrintMemory } from "../targets/print-memory.js";
import type { Tree } from "../targets/target.js";
import { compareTree, obstacles } from "../tree/compare.js";
import { writeTree } from "../tree/write.js";
import { chosen } from "./chosen.js";
import { runningUserCode } from "./interrupt.js";
import type { GlobalOptions } from "./options.js";
import { staleProblems } from "./stale.js";

/** A config compiled, with its tree on disk as it compiles. */
export interface ReadyTree {
  readonly compiled: CompileResult;
  readonly plan: Plan;
  readonly tree: Tree;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

export interface ReadyTreeOptions extends GlobalOptions {
  readonly target?: TargetName | undefined;
  readonly outDir?: string | undefined;
  /** Of the containers that are meant; all when there is none. */
  readonly names: readonly string[];
  /** Bring the tree up to date first; else a stale one is a problem. */
  readonly generate: boolean;
}

/**
 * Compiles the config and holds its tree against what it compiles to: what is evaluated, built and
 * committed must be the same.
 * @throws ProblemError with all that stands against it; NP401 … NP406 for the tree, NP733, NP905
 */
export async function readyTree(options: ReadyTreeOptions): Promise<ReadyTree> {
  const cwd = process.cwd();
  const { config: configFile, target, outDir: otherDir, strict } = options;
  const compiled = await runningUserCode(() =>
    compileConfig({ cwd, configFile, target, outDir: otherDir, strict }),
  );
  const { plan, problems } = compiled;
  if (plan === undefined) throw new ProblemError(problems);
  if (!hasErrors(problems)) chosen(plan.containers, options.names);
  const { outDir } = plan.settings;
  if (plan.settings.target === "units") throw new ProblemError([NP733.none()]);
  const tree = await renderPlan(plan, PrintMemory.of(plan.configFile));
  if (options.generate) await writeTree(outDir, tree, { force: false });
  else {
    const changes = compareTree(outDir, tree);
    const inTheWay = obstacles(changes, false);
    const found = [...inTheWay, ...staleProblems(changes, outDir, cwd, inTheWay)];
    if (found.length > 0) throw new ProblemError([...problems, ...found]);
  }
  return { compiled, plan, tree, problems };
}
