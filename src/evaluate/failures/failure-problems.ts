import type { FailureKind, NixFailure } from "../../nix/errors/failure.js";
import type { NixError } from "../../nix/errors/nix-error.js";
import {
  NP601,
  NP602,
  NP603,
  NP604,
  NP605,
  NP606,
  NP607,
  NP608,
  NP609,
  NP610,
  NP611,
  NP612,
  NP613,
} from "../../problems/codes/evaluation.js";
import { NP506 } from "../../problems/codes/program.js";
import type { Problem } from "../../problems/problem.js";
import { failurePlace } from "./failure-place.js";
import type { FailureScene, Where } from "./failure-scene.js";
import { valueForOptions } from "./value-for-options.js";
import { nearestOption } from "./nearest-option.js";

const forms: Readonly<Record<FailureKind, typeof NP601.failed>> = {
  "option-does-not-exist": NP601.failed,
  "option-wrong-type": NP602.failed,
  "failed-assertions": NP603.failed,
  warnings: NP604.failed,
  "missing-attribute": NP605.failed,
  "undefined-variable": NP606.failed,
  "infinite-recursion": NP607.failed,
  "missing-file": NP608.failed,
  "option-conflict": NP609.failed,
  "option-used-but-not-defined": NP610.failed,
  syntax: NP611.failed,
  "type-error": NP612.failed,
  throw: NP612.failed,
  abort: NP612.failed,
  "feature-disabled": NP506.failed,
  killed: NP613.failed,
  restricted: NP612.failed,
  other: NP612.failed,
};

/**
 * What Nix said of an evaluation that failed, as problems at their places in the config.
 * @param retrace evaluates once more with `--show-trace`; called when nothing that was said is the
 *   user's, for a trace names the options that were being worked out
 */
export async function failureProblems(
  error: NixError,
  scene: FailureScene,
  retrace: () => Promise<NixError | undefined>,
): Promise<Problem[]> {
  const complaints = complaintsOf(error);
  const placed = complaints.map((one) => ({ failure: one, where: failurePlace(one, scene) }));
  const lost = placed.some((one) => one.where === undefined && one.failure.kind !== "killed");
  const traced = lost ? await retrace() : undefined;
  if (traced !== undefined) {
    for (const [index, failure] of complaintsOf(traced).entries()) {
      const one = placed[index];
      if (one !== undefined) one.where ??= failurePlace(failure, scene);
    }
  }
  return Promise.all(placed.map(({ failure, where }) => problemOf(failure, where, error, scene)));
}

function complaintsOf(error: NixError): NixFailure[] {
  return error.failures.filter((one) => one.kind !== "warnings");
}

async function problemOf(
  failure: NixFailure,
  where: Where | undefined,
  error: NixError,
  scene: FailureScene,
): Promise<Problem> {
  const { name, formals } = scene.container;
  // Variables that a module does not define become its arguments, and those NixOS looks up.
  const isVariable = failure.kind === "missing-attribute" && formals.includes(failure.name ?? "");
  const words = isVariable ? `undefined variable '${failure.name ?? ""}'` : wordsOf(failure);
  const value = where === undefined ? await valueForOptions(failure, scene) : undefined;
  const hint = value?.hint ?? (await hintOf(failure, scene));
  const found = where ?? value?.where ?? { path: [name], atKey: true };
  const form = isVariable ? NP606.failed : forms[failure.kind];
  return form({ name, words, hint }, { details: error.log, ...found });
}

async function hintOf(failure: NixFailure, scene: FailureScene): Promise<string | undefined> {
  if (failure.kind === "killed") return "if memory ran out, evaluate fewer at once: --jobs 1";
  const names = failure.suggestions ?? [];
  if (names.length > 0) return `did you mean ${names.map((one) => `\`${one}\``).join(" or ")}?`;
  const near =
    failure.kind === "option-does-not-exist" ? await nearestOption(failure, scene) : undefined;
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

/** Nix's own words, in one line; options by their path within the container's system. */
function wordsOf(failure: NixFailure): string {
  if (failure.items !== undefined && failure.items.length > 0) {
    return failure.items.map((one) => one.trim().replace(/\s*\n\s*/g, " ")).join("; ");
  }
  const [first = ""] = failure.message.trim().split(/\n\s*\n|\nDefinition values:/);
  return first
    .replace(/ Definition values:[\s\S]*$/, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
}
