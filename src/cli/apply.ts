import type { TargetName } from "../authoring/target-names.js";
import { resolve } from "node:path";
import { thisHost } from "../host/system/this-host.js";
import { demandSystemd } from "../host/systemd.js";
import { NP901 } from "../problems/codes/cli.js";
import { asErrors, ProblemError, type Problem } from "../problems/problem.js";
import { inReadingOrder } from "../plan/locate.js";
import { interruptible } from "./abort-on-signal.js";
import { applyTree, type AppliedTree, type ApplyChoices } from "./apply-tree.js";
import { announce } from "./check.js";
import { closureLines } from "./closure-lines.js";
import { exitCodeOf, exitCodes } from "./exit-codes.js";
import type { GlobalOptions } from "./options.js";
import { readyTree } from "./ready-tree.js";
import { writeData } from "./output.js";
import { report, wantsColors } from "./reporter.js";
import { planData, planSummary, showPlan } from "./show-plan.js";

export interface ApplyOptions extends GlobalOptions, Omit<ApplyChoices, "quick"> {
  readonly target?: TargetName | undefined;
  readonly outDir?: string | undefined;
}

/** `nixpawn apply`: builds what changed, and plans or sets it. Returns the exit code. */
export async function apply(options: ApplyOptions): Promise<number> {
  const cwd = process.cwd();
  const misuse = misuseOf(options);
  if (misuse !== undefined) {
    await report([misuse], { ...options, cwd });
    return exitCodes.usage;
  }
  const problems: Problem[] = [];
  let applied: AppliedTree | undefined;
  try {
    const isLive = !options.dryRun && !options.profilesOnly && resolve(options.root ?? "/") === "/";
    if (isLive) await demandSystemd(thisHost);
    const ready = await readyTree({ ...options, generate: true });
    problems.push(...ready.problems);
    applied = await interruptible((signal) =>
      applyTree(ready, { ...options, quick: false }, signal, {
        announce: (nixpkgs, count) => announce(nixpkgs, count, options),
        onBuild: (names) => process.stderr.write(`building ${names.join(", ")}\n`),
        onLine: (line) => process.stderr.write(`${line}\n`),
        onStep: (name, step) => {
          if (options.verbose) process.stderr.write(`${name}: ${step}\n`);
        },
        onKept: (name, path) => {
          process.stderr.write(`${name}: what was changed by hand is kept as ${path}\n`);
        },
        onDone: ({ name, kind }) => {
          if (kind !== "untouched") process.stderr.write(`${name}: ${kind}\n`);
        },
      }),
    );
    problems.push(...applied.problems);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
  }
  const sorted = inReadingOrder(options.strict ? asErrors(problems) : problems);
  await report(sorted, { ...options, cwd }, applied === undefined ? {} : dataOf(applied));
  if (applied?.plan !== undefined && options.format === "human") show(applied, options);
  return exitCodeOf(sorted);
}

function misuseOf({ prune, names, dryRun, profilesOnly }: ApplyOptions): Problem | undefined {
  if (dryRun && profilesOnly) {
    return NP901.oneOfTwo({ first: "--dry-run", second: "--profiles-only" });
  }
  if (!prune) return undefined;
  if (names.length > 0) return NP901.pruneNames();
  return profilesOnly ? NP901.pruneProfiles() : undefined;
}

function dataOf({ evaluated, plan, closures, profiles }: AppliedTree) {
  const { nixpkgs, checked } = evaluated;
  return {
    nixpkgs,
    containers: checked.map(({ name, evaluation }) => ({
      name,
      toplevel: evaluation?.toplevel ?? null,
      system: evaluation?.systemPath ?? null,
    })),
    ...(plan === undefined ? {} : { plan: planData(plan) }),
    closures: Object.fromEntries(closures),
    profiles: profiles.map(({ generation, ...one }) => ({
      ...one,
      generation: generation ?? null,
    })),
  };
}

/** The plan is data, and goes to stdout. */
function show({ plan, closures, profiles }: AppliedTree, options: ApplyOptions): void {
  if (plan === undefined) return;
  const lines = new Map([...closures].map(([name, changes]) => [name, closureLines(changes)]));
  writeData(
    showPlan(plan, {
      closures: lines,
      colors: wantsColors(process.stdout),
      verbose: options.verbose,
    }),
  );
  for (const { name, generation, unchanged } of profiles) {
    if (unchanged) continue;
    const which = generation === undefined ? "" : `, generation ${String(generation)}`;
    process.stderr.write(`${name}: profile set${which}\n`);
  }
  if (!options.dryRun && !options.profilesOnly) return;
  const done = options.dryRun
    ? "nothing was changed on the host"
    : "profiles are set; what the plan says is left to do";
  process.stderr.write(`${planSummary(plan)}; ${done}\n`);
}
