import type { TargetName } from "../authoring/target-names.js";
import { join } from "node:path";
import { rebuild as runRebuild, type RebuildAction } from "../nix/program/rebuild.js";
import { dependenciesOf } from "../evaluate/remembered/evaluation-dependencies.js";
import { requireProgram } from "../nix/program/run.js";
import { rebuildStyle, type RebuildStyle } from "../evaluate/rebuild-style.js";
import { unknownToGit } from "../evaluate/unknown-to-git.js";
import { NP901 } from "../problems/codes/cli.js";
import { NP515 } from "../problems/codes/nixos.js";
import { asErrors, hasErrors, ProblemError, type Problem } from "../problems/problem.js";
import type { Plan } from "../plan/plan.js";
import { inReadingOrder } from "../plan/locate.js";
import { interruptible } from "./abort-on-signal.js";
import { announce } from "./check.js";
import { evaluateTree, type EvaluationChoices } from "./evaluate-tree.js";
import { exitCodeOf, exitCodes } from "./exit-codes.js";
import type { GlobalOptions } from "./options.js";
import { leftRunning } from "./left-running.js";
import { readyTree } from "./ready-tree.js";
import { report } from "./reporter.js";

export interface RebuildCommandOptions extends GlobalOptions, Omit<EvaluationChoices, "quick"> {
  /** Evaluate the containers before. */
  readonly check: boolean;
  readonly flake?: string | undefined;
  readonly noFlake: boolean;
  readonly nixosConfig?: string | undefined;
  readonly targetHost?: string | undefined;
  readonly buildHost?: string | undefined;
  readonly sudo: boolean;
  readonly useRemoteSudo: boolean;
  /** Further words for nixos-rebuild, as they are. */
  readonly passed: readonly string[];
  readonly target?: TargetName | undefined;
  readonly outDir?: string | undefined;
}

/** What became of a command that ends in nixos-rebuild. */
interface Rebuilt {
  readonly style: RebuildStyle;
  /** Of nixos-rebuild; null when a signal ended it. */
  readonly exitCode: number | null;
}

/**
 * `nixpawn build`, `switch`, `test`, `boot` and `dry-activate`: brings the tree up to date, checks
 * it and runs nixos-rebuild. Returns the exit code.
 */
export async function rebuild(
  action: RebuildAction,
  options: RebuildCommandOptions,
): Promise<number> {
  const cwd = process.cwd();
  const misuse = misuseOf(options);
  if (misuse !== undefined) {
    await report([misuse], { ...options, cwd });
    return exitCodes.usage;
  }
  const problems: Problem[] = [];
  let rebuilt: Rebuilt | undefined;
  try {
    // The evaluation of all containers may take minutes.
    requireProgram("nixos-rebuild");
    const { style, plan } = await prepare(options, problems);
    if (!hasErrors(options.strict ? asErrors(problems) : problems)) {
      // What is known so far comes before a log that may be long.
      if (options.format === "human") await report(inReadingOrder(problems), { ...options, cwd });
      rebuilt = await interruptible((signal) => run(action, style, options, signal));
      if (options.format === "human") problems.splice(0);
      if (rebuilt.exitCode !== 0) problems.push(failed(action, rebuilt.exitCode));
      else if (activates.has(action) && options.format === "human") tellLeftRunning(plan);
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
  }
  const sorted = inReadingOrder(options.strict ? asErrors(problems) : problems);
  await report(sorted, { ...options, cwd }, rebuilt === undefined ? {} : { rebuild: rebuilt });
  return exitCodeOf(sorted);
}

/** Actions that change what runs. */
const activates: ReadonlySet<RebuildAction> = new Set(["switch", "test"]);

function tellLeftRunning(plan: Plan): void {
  const text = leftRunning(plan);
  if (text !== undefined) process.stderr.write(`${text}\n`);
}

/** Everything that comes before nixos-rebuild; `problems` is added to. */
async function prepare(
  options: RebuildCommandOptions,
  problems: Problem[],
): Promise<{ readonly style: RebuildStyle; readonly plan: Plan }> {
  const cwd = process.cwd();
  const ready = await readyTree({ ...options, generate: true });
  problems.push(...ready.problems);
  const style = rebuildStyle({ ...options, configFile: ready.plan.configFile, cwd });
  if (style.kind === "flake" && style.folder !== undefined) {
    problems.push(...(await unknownToGit(style.folder, filesOf(ready.plan), cwd)));
  }
  const prepared = { style, plan: ready.plan };
  if (!options.check || hasErrors(problems)) return prepared;
  const evaluated = await interruptible((signal) =>
    evaluateTree(ready, { ...options, quick: false }, signal, (nixpkgs, count) =>
      announce(nixpkgs, count, options),
    ),
  );
  problems.push(...evaluated.problems);
  return prepared;
}

/** The tree, and the files that its modules import, as far as they can be told. */
function filesOf({ settings: { outDir } }: Plan): string[] {
  const dependencies = dependenciesOf(join(outDir, "default.nix"));
  return [outDir, ...(dependencies.known ? dependencies.files.keys() : [])];
}

async function run(
  action: RebuildAction,
  style: RebuildStyle,
  options: RebuildCommandOptions,
  signal: AbortSignal,
): Promise<Rebuilt> {
  const { targetHost, buildHost, sudo, useRemoteSudo, showTrace, passed } = options;
  const { exitCode } = await runRebuild({
    action,
    ...(style.kind === "flake" ? { flake: style.reference } : { includes: style.includes }),
    targetHost,
    buildHost,
    sudo: sudo ? "sudo" : useRemoteSudo ? "use-remote-sudo" : undefined,
    showTrace,
    more: passed,
    // Data for programs has stdout to itself.
    output: options.format === "human" ? "stdout" : "stderr",
    signal,
  });
  return { style, exitCode: exitCode ?? null };
}

function failed(action: RebuildAction, exitCode: number | null): Problem {
  return exitCode === null ? NP515.signal({ action }) : NP515.failed({ action, exitCode });
}

function misuseOf(options: RebuildCommandOptions): Problem | undefined {
  const { flake, noFlake, nixosConfig, sudo, useRemoteSudo } = options;
  const both = [
    flake !== undefined && noFlake && "`--flake` and `--no-flake`",
    flake !== undefined && nixosConfig !== undefined && "`--flake` and `--nixos-config`",
    sudo && useRemoteSudo && "`--sudo` and `--use-remote-sudo`",
  ].find((one) => one !== false);
  return both === undefined ? undefined : NP901.excluding({ flags: both });
}
