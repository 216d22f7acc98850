import { hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import { compileConfig } from "../spec/compile.js";
import { renderPlan } from "../targets/index.js";
import { compareTree, type TreeChanges } from "../tree/compare.js";
import { writeTree } from "../tree/write.js";
import { exitCodes } from "./exit-codes.js";
import type { GlobalOptions } from "./options.js";
import { report, shortPath, writeJson } from "./reporter.js";
import { staleProblem } from "./stale.js";

export interface GenerateOptions extends GlobalOptions {
  readonly check: boolean;
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly outDir?: string | undefined;
}

export interface GenerateResult {
  readonly exitCode: number;
  /** What a change of should start another run; the config file at least, where it is known. */
  readonly inputs: readonly string[];
}

/** `nixpawn generate`: one run. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const cwd = process.cwd();
  const compiled = await compileConfig({
    cwd,
    configFile: options.config,
    outDir: options.outDir,
    strict: options.strict,
  });
  const { plan, inputs } = compiled;
  const problems: Problem[] = [...compiled.problems];
  let changes: TreeChanges | undefined;
  let stale = false;
  if (plan !== undefined) {
    const { outDir } = plan.settings;
    const tree = renderPlan(plan);
    const onlyLook = options.check || options.dryRun || options.diff;
    try {
      if (options.diff) {
        const { diffTree } = await import("../tree/diff.js");
        if (options.format === "human") process.stdout.write(await diffTree(outDir, tree));
      }
      changes = onlyLook
        ? await compareTree(outDir, tree)
        : await writeTree(outDir, tree, { force: options.force });
      if (onlyLook && !options.force) problems.push(...changes.problems);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
    if (options.check && changes !== undefined) {
      const found = staleProblem(changes, shortPath(outDir, cwd));
      stale = found !== undefined;
      if (found !== undefined) problems.push(found);
    }
    await report(problems, { ...options, cwd });
    if (changes !== undefined && options.format === "human") {
      process.stderr.write(
        `${shortPath(outDir, cwd)}: ${summary(changes)}${onlyLook ? " (nothing written)" : ""}\n`,
      );
      if (!onlyLook && changes.created.length > 0) {
        const { hintUntracked } = await import("./untracked.js");
        await hintUntracked(outDir, cwd);
      }
    }
  } else await report(problems, { ...options, cwd });
  if (options.format === "json") {
    const { created, changed, removed, unchanged } = changes ?? {};
    await writeJson(
      problems,
      changes === undefined ? {} : { files: { created, changed, removed, unchanged } },
    );
  }
  const failed = stale || plan === undefined || hasErrors(problems, options.strict);
  return {
    exitCode: failed ? exitCodes.problems : exitCodes.done,
    inputs: [
      ...new Set([...inputs, ...(compiled.configFile === undefined ? [] : [compiled.configFile])]),
    ],
  };
}

function summary({ created, changed, removed, unchanged }: TreeChanges): string {
  const parts = Object.entries({ created, changed, removed, unchanged })
    .filter(([, files]) => files.length > 0)
    .map(([word, files]) => `${String(files.length)} ${word}`);
  return parts.length === 0 ? "no files" : parts.join(", ");
}
