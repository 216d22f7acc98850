import type { TargetName } from "../authoring/target-names.js";
import { hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import { compileConfig, type CompileResult } from "../spec/compile.js";
import { locateProblems } from "../spec/locate.js";
import type { Plan } from "../spec/plan.js";
import { renderPlan } from "../targets/index.js";
import { PrintMemory } from "../targets/print-memory.js";
import { compareTree, obstacles, type TreeChanges } from "../tree/compare.js";
import { writeTree } from "../tree/write.js";
import { exitCodes } from "./exit-codes.js";
import { runningUserCode } from "./interrupt.js";
import type { GlobalOptions } from "./options.js";
import { report, shortPath } from "./reporter.js";
import { staleProblems } from "./stale.js";

export interface GenerateOptions extends GlobalOptions {
  readonly check: boolean;
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly target?: TargetName | undefined;
  readonly outDir?: string | undefined;
  /** With the target "units": the root of the host, in place of `outDir`. */
  readonly root?: string | undefined;
}

export interface GenerateResult {
  readonly exitCode: number;
  /** Absolute paths whose change should start another run, also of files that are missing. */
  readonly inputs: readonly string[];
  /** Those of them that were missing. */
  readonly missing: readonly string[];
}

/** What became of a tree. */
interface Outcome {
  readonly problems: readonly Problem[];
  /** Undefined when the folder could not even be compared. */
  readonly changes?: TreeChanges;
  readonly diff?: string;
}

/** `nixpawn generate`: one run. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const cwd = process.cwd();
  const compiled = await compileOrUnit(options, cwd);
  const { plan, inputs, missing } = compiled;
  const misuse = misuseOf(options, plan);
  if (misuse !== undefined) {
    await report([misuse], { ...options, cwd });
    return { exitCode: exitCodes.usage, inputs, missing };
  }
  const onlyLook = options.check || options.dryRun || options.diff;
  const outcome: Outcome =
    plan === undefined ? { problems: [] } : await carryOut(plan, options, onlyLook, cwd);
  const problems = [...compiled.problems, ...(await located(outcome.problems, compiled))];
  const { changes, diff } = outcome;
  if (options.format === "human" && diff !== undefined) process.stdout.write(diff);
  await report(problems, { ...options, cwd }, jsonOf(outcome));
  if (options.format === "human" && changes !== undefined && plan !== undefined) {
    await showChanges(changes, plan.settings.outDir, cwd, onlyLook, options.dryRun);
  }
  const failed = plan === undefined || hasErrors(problems);
  return { exitCode: failed ? exitCodes.problems : exitCodes.done, inputs, missing };
}

async function compileOrUnit(options: GenerateOptions, cwd: string): Promise<CompileResult> {
  const { config: configFile, target, root, outDir = root, strict } = options;
  const compiled = await runningUserCode(() =>
    compileConfig({ cwd, configFile, target, outDir, strict }),
  );
  if (compiled.configFile !== undefined) return compiled;
  const { unitAlone } = await import("./unit-alone.js");
  const plan = await unitAlone(options, compiled, cwd);
  return plan === undefined ? compiled : { ...compiled, plan, problems: [] };
}

function misuseOf({ root, outDir }: GenerateOptions, plan: Plan | undefined): Problem | undefined {
  if (root === undefined) return undefined;
  const wrong = (message: string): Problem => ({ code: "NP901", severity: "error", message });
  if (outDir !== undefined) return wrong("give `--root` or `--out-dir`, not both");
  return plan === undefined || plan.settings.target === "units"
    ? undefined
    : wrong("`--root` goes with `--target units`");
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
  options: GenerateOptions,
  onlyLook: boolean,
  cwd: string,
): Promise<Outcome> {
  const { outDir } = plan.settings;
  const memory = PrintMemory.of(plan.configFile);
  const { force } = options;
  try {
    const tree = await renderPlan(plan, memory);
    if (!onlyLook) return { problems: [], changes: await writeTree(outDir, tree, { force }) };
    const changes = compareTree(outDir, tree);
    const problems = [...obstacles(changes, force)];
    if (options.check) problems.push(...staleProblems(changes, shortPath(outDir, cwd)));
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

function jsonOf({ changes, diff }: Outcome): Readonly<Record<string, unknown>> {
  if (changes === undefined) return {};
  const { created, changed, removed, unchanged } = changes;
  return {
    files: { created, changed, removed, unchanged },
    ...(diff === undefined ? {} : { diff }),
  };
}

async function showChanges(
  changes: TreeChanges,
  outDir: string,
  cwd: string,
  onlyLook: boolean,
  byName: boolean,
): Promise<void> {
  const lines = byName
    ? (["created", "changed", "removed"] as const).flatMap((word) =>
        changes[word].map((path) => `${word.padEnd(8)} ${path}\n`),
      )
    : [];
  process.stderr.write(
    `${lines.join("")}${shortPath(outDir, cwd)}: ${summary(changes)}${onlyLook ? " (nothing written)" : ""}\n`,
  );
  if (!onlyLook && changes.created.length > 0) {
    const { hintUntracked } = await import("./untracked.js");
    await hintUntracked(outDir, cwd);
  }
}

function summary({ created, changed, removed, unchanged }: TreeChanges): string {
  const parts = Object.entries({ created, changed, removed, unchanged })
    .filter(([, files]) => files.length > 0)
    .map(([word, files]) => `${String(files.length)} ${word}`);
  return parts.length === 0 ? "no files" : parts.join(", ");
}
