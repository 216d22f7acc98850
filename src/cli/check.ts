import type { TargetName } from "../authoring/target-names.js";
import type { CheckedContainer } from "../evaluate/check.js";
import type { Nixpkgs } from "../evaluate/nixpkgs/nixpkgs.js";
import { asErrors, ProblemError, type Problem } from "../problems/problem.js";
import { inReadingOrder } from "../plan/locate.js";
import { evaluateTree, type EvaluatedTree, type EvaluationChoices } from "./evaluate-tree.js";
import { exitCodeOf } from "./exit-codes.js";
import { interruptible } from "./abort-on-signal.js";
import { liveProgress } from "./live-progress.js";
import type { GlobalOptions } from "./options.js";
import { plainProgress, type Progress } from "./progress.js";
import { readyTree } from "./ready-tree.js";
import { report, wantsColors } from "./reporter.js";

export interface CheckCommandOptions extends GlobalOptions, EvaluationChoices {
  /** Bring the tree up to date first. */
  readonly generate: boolean;
  readonly target?: TargetName | undefined;
  readonly outDir?: string | undefined;
}

/** `nixpawn check`: evaluates containers with the user's nixpkgs. Returns the exit code. */
export async function check(options: CheckCommandOptions): Promise<number> {
  const cwd = process.cwd();
  const problems: Problem[] = [];
  let evaluated: EvaluatedTree | undefined;
  try {
    const ready = await readyTree(options);
    problems.push(...ready.problems);
    evaluated = await interruptible((signal) =>
      evaluateTree(ready, options, signal, (nixpkgs, count) => announce(nixpkgs, count, options)),
    );
    problems.push(...evaluated.problems);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
  }
  const sorted = inReadingOrder(options.strict ? asErrors(problems) : problems);
  await report(sorted, { ...options, cwd }, dataOf(evaluated));
  if (options.format !== "json" && evaluated !== undefined) {
    sayWhatIsNotKept(evaluated.checked, options.verbose);
    process.stderr.write(summary(evaluated.checked));
  }
  return exitCodeOf(sorted);
}

/** Says which nixpkgs is used, and starts to tell how it goes on. */
export function announce(nixpkgs: Nixpkgs, count: number, options: GlobalOptions): Progress {
  const { path, namedBy, version } = nixpkgs;
  process.stderr.write(`nixpkgs ${version} of ${namedBy} (${path})\n`);
  return process.stderr.isTTY && options.format === "human"
    ? liveProgress(process.stderr, count, wantsColors(process.stderr))
    : plainProgress((text) => process.stderr.write(text));
}

function sayWhatIsNotKept(checked: readonly CheckedContainer[], verbose: boolean): void {
  const reasons = new Map<string, string[]>();
  for (const { name, notKept } of checked) {
    if (notKept !== undefined) reasons.set(notKept, [...(reasons.get(notKept) ?? []), name]);
  }
  for (const [reason, names] of reasons) {
    const which =
      names.length > 3 && !verbose ? `${String(names.length)} containers` : names.join(", ");
    process.stderr.write(`not remembered: ${which}: ${reason}\n`);
  }
}

function summary(checked: readonly CheckedContainer[]): string {
  const failed = checked.filter(
    ({ evaluation }) => evaluation === undefined || evaluation.assertions.length > 0,
  ).length;
  const unchanged = checked.filter((one) => one.remembered).length;
  const parts = [
    `${String(checked.length)} container${checked.length === 1 ? "" : "s"} checked`,
    ...(unchanged > 0 ? [`${String(unchanged)} unchanged`] : []),
    ...(failed > 0 ? [`${String(failed)} failed`] : []),
  ];
  return `${parts.join(", ")}\n`;
}

function dataOf(evaluated: EvaluatedTree | undefined): Readonly<Record<string, unknown>> {
  if (evaluated === undefined) return {};
  return {
    nixpkgs: evaluated.nixpkgs,
    containers: evaluated.checked.map(
      ({ name, evaluation, remembered, notKept, milliseconds }) => ({
        name,
        toplevel: evaluation?.toplevel ?? null,
        ok: evaluation?.assertions.length === 0,
        remembered,
        ...(notKept === undefined ? {} : { notKept }),
        seconds: Math.round(milliseconds) / 1000,
      }),
    ),
  };
}
