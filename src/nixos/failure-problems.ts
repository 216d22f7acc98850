import type { FailureKind, NixFailure } from "../nix/errors/failure.js";
import type { NixError } from "../nix/errors/nix-error.js";
import type { ProblemCode } from "../problems/problem-code.generated.js";
import type { Problem } from "../problems/problem.js";
import { failurePlace } from "./failure-place.js";
import type { FailureScene, Where } from "./failure-scene.js";
import { valueForOptions } from "./value-for-options.js";
import { nearestOption } from "./nearest-option.js";

const codes: Readonly<Record<FailureKind, ProblemCode>> = {
  "option-does-not-exist": "NP601",
  "option-wrong-type": "NP602",
  "failed-assertions": "NP603",
  warnings: "NP604",
  "missing-attribute": "NP605",
  "undefined-variable": "NP606",
  "infinite-recursion": "NP607",
  "missing-file": "NP608",
  "option-conflict": "NP609",
  "option-used-but-not-defined": "NP610",
  syntax: "NP611",
  "type-error": "NP612",
  throw: "NP612",
  abort: "NP612",
  "feature-disabled": "NP506",
  killed: "NP613",
  restricted: "NP612",
  other: "NP612",
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
  return {
    code: isVariable ? "NP606" : codes[failure.kind],
    severity: "error",
    message: `container \`${name}\`: ${words}`,
    ...(hint === undefined ? {} : { hint }),
    details: error.log,
    ...(where ?? value?.where ?? { path: [name], atKey: true }),
  };
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
