import type { FailureKind, NixFailure } from "../nix/errors/failure.js";
import type { NixError } from "../nix/errors/nix-error.js";
import type { ProblemCode } from "../problems/codes.js";
import type { Problem } from "../problems/problem.js";
import { failurePlace, type FailureScene } from "./failure-place.js";
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

/** What Nix said of an evaluation that failed, as problems at their places in the config. */
export async function failureProblems(error: NixError, scene: FailureScene): Promise<Problem[]> {
  const failures = error.failures.filter((one) => one.kind !== "warnings");
  return Promise.all(failures.map((failure) => problemOf(failure, error, scene)));
}

async function problemOf(
  failure: NixFailure,
  error: NixError,
  scene: FailureScene,
): Promise<Problem> {
  const { name } = scene.container;
  const hint = await hintOf(failure, scene);
  return {
    code: codes[failure.kind],
    severity: "error",
    message: `container \`${name}\`: ${wordsOf(failure)}`,
    ...(hint === undefined ? {} : { hint }),
    details: error.log,
    ...failurePlace(failure, scene),
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
