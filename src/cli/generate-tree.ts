import { NP901 } from "../problems/codes/cli.js";
import { hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import type { CompileResult } from "../plan/compile-result.js";
import { locateProblems } from "../plan/locate.js";
import type { Plan } from "../plan/plan.js";
import { containerFile, renderPlan } from "../targets/index.js";
import { PrintMemory } from "../targets/print-memory.js";
import { compareTree, obstacles, type TreeChanges } from "../tree/compare.js";
import { writeTree } from "../tree/write.js";
import { exitCodes } from "./exit-codes.js";
import type { GenerateOptions, GenerateResult } from "./generate-options.js";
import { isOnlyLook, jsonOf, showChanges } from "./show-changes.js";
import { writeData } from "./output.js";
import { report } from "./reporter.js";
import { staleProblems } from "./stale.js";

/** What became of a tree. */
interface Outcome {
  readonly problems: readonly Problem[];
  /** Undefined when the folder could not even be compared. */
  readonly changes?: TreeChanges;
  readonly diff?: string;
}

/** One run of `nixpawn generate` with a config that was compiled. */
export async function generateTree(
  given: CompileResult,
  options: GenerateOptions,
  cwd: string,
): Promise<GenerateResult> {
  const compiled = await orUnitAlone(given, options, cwd);
  const { plan, inputs, missing } = compiled;
  const misuse = misuseOf(options, plan);
  if (misuse !== undefined) {
    await report([misuse], { ...options, cwd });
    return { exitCode: exitCodes.usage, inputs, missing };
  }
  const outcome: Outcome =
    plan === undefined ? { problems: [] } : await carryOut(plan, compiled, options, cwd);
  const problems = [...compiled.problems, ...(await located(outcome.problems, compiled))];
  const { changes, diff } = outcome;
  if (options.format === "human" && diff !== undefined) writeData(diff);
  await report(problems, { ...options, cwd }, jsonOf(changes, diff));
  if (options.format === "human" && changes !== undefined && plan !== undefined) {
    await showChanges(changes, plan.settings.outDir, options, cwd);
  }
  const failed = plan === undefined || hasErrors(problems);
  return { exitCode: failed ? exitCodes.problems : exitCodes.done, inputs, missing };
}

/** Where there is no config, what the unit alone takes. */
async function orUnitAlone(
  compiled: CompileResult,
  options: GenerateOptions,
  cwd: string,
): Promise<CompileResult> {
  if (compiled.configFile !== undefined) return compiled;
  const { unitAlone } = await import("./unit-alone.js");
  const plan = await unitAlone(options, compiled, cwd);
  return plan === undefined ? compiled : { ...compiled, plan, problems: [] };
}

function misuseOf({ root, outDir }: GenerateOptions, plan: Plan | undefined): Problem | undefined {
  if (root === undefined) return undefined;
  if (outDir !== undefined) return NP901.oneOfTwo({ first: "--root", second: "--out-dir" });
  return plan === undefined || plan.settings.target === "units"
    ? undefined
    : NP901.rootWithoutUnits();
}

/** What a target cannot say is a value of the config. */
async function located(
  problems: readonly Problem[],
  compiled: Pick<CompileResult, "trace">,
): Promise<readonly Problem[]> {
  if (!problems.some(({ path, place }) => path !== undefined && place === undefined)) {
    return problems;
  }
  const traced = await compiled.trace();
  return locateProblems(problems, traced?.specs ?? {}, traced?.origins, traced?.fallback);
}

async function carryOut(
  plan: Plan,
  compiled: CompileResult,
  options: GenerateOptions,
  cwd: string,
): Promise<Outcome> {
  const onlyLook = isOnlyLook(options);
  const { outDir } = plan.settings;
  const memory = PrintMemory.of(plan.configFile);
  const { force } = options;
  try {
    const tree = await renderPlan(plan, memory);
    const changes = onlyLook ? compareTree(outDir, tree) : await writeTree(outDir, tree, { force });
    compiled.keep?.(
      tree.files.map(({ path, hash, executable = false }) => ({ path, hash, executable })),
      containerFile,
    );
    if (!onlyLook) return { problems: [], changes };
    const problems = [...obstacles(changes, force)];
    if (options.check) problems.push(...staleProblems(changes, outDir, cwd, problems));
    if (!options.diff) return { problems, changes };
    const { diffTree } = await import("../tree/diff.js");
    return { problems, changes, diff: await diffTree(outDir, tree) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problems: error.problems };
  } finally {
    memory?.save();
  }
}
