import { NixError } from "../nix/errors/nix-error.js";
import { evaluate, type EvaluateOptions as NixOptions } from "../nix/program/evaluate.js";
import {
  checkExpression,
  hostOptions,
  optionPath,
  type CheckRequest,
  type ContainerEvaluation,
} from "./check-request.js";
import { dependenciesOf, type Dependencies } from "./remembered/evaluation-dependencies.js";
import { readEvaluation, writeEvaluation } from "./remembered/evaluation-cache.js";
import { evaluationKey, type EvaluationContext } from "./remembered/evaluation-key.js";

/** How the evaluation of a container ended. */
export type CheckOutcome =
  | {
      readonly kind: "evaluated";
      readonly evaluation: ContainerEvaluation;
      /** Whether an earlier run had evaluated it. */
      readonly remembered: boolean;
      /** Why the result cannot be remembered, in words. */
      readonly notKept?: string;
    }
  | { readonly kind: "failed"; readonly error: NixError };

export interface EvaluateOptions {
  /** What results depend on; `nixpkgsIdentity` is undefined where nothing can be remembered. */
  readonly context: Omit<EvaluationContext, "nixpkgsIdentity"> & {
    readonly nixpkgsIdentity: string | undefined;
  };
  readonly showTrace: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Evaluates a container, or remembers what an earlier run made of the same.
 *
 * A result is kept only when all that Nix could have read is known: then it runs in restricted
 * mode, in which it refuses to read anything else. Where it has to, it is run again without.
 * @throws ProblemError NP501, NP502
 */
export async function evaluateContainer(
  request: CheckRequest,
  options: EvaluateOptions,
): Promise<CheckOutcome> {
  const { nixpkgsIdentity } = options.context;
  if (nixpkgsIdentity === undefined) {
    return freely(request, options, "the files of this nixpkgs can change");
  }
  const dependencies = dependenciesOf(request.module);
  if (!dependencies.known) return freely(request, options, dependencies.reason);
  const context = { ...options.context, nixpkgsIdentity };
  const key = evaluationKey(request, context, dependencies);
  const remembered = readEvaluation(key);
  if (remembered !== undefined) {
    return { kind: "evaluated", evaluation: remembered, remembered: true };
  }
  const outcome = await run(request, options, restricted(dependencies));
  if (outcome instanceof NixError) {
    if (!refused.test(outcome.log)) return { kind: "failed", error: outcome };
    return freely(request, options, "it reads files that only the evaluation can tell");
  }
  // What was edited meanwhile may have been read before or after.
  const after = dependenciesOf(request.module);
  if (after.known && evaluationKey(request, context, after) === key) {
    writeEvaluation(key, outcome);
  }
  return { kind: "evaluated", evaluation: outcome, remembered: false };
}

/** What Nix says when it may not read or build something. */
const refused = /in restricted mode|allow-import-from-derivation/;

async function freely(
  request: CheckRequest,
  options: EvaluateOptions,
  notKept: string,
): Promise<CheckOutcome> {
  const outcome = await run(request, options, {});
  return outcome instanceof NixError
    ? { kind: "failed", error: outcome }
    : { kind: "evaluated", evaluation: outcome, remembered: false, notKept };
}

/**
 * Evaluates a container once more with a full trace, to learn what led to a failure.
 * @returns undefined when it does not fail this time
 */
export async function traceFailure(
  request: CheckRequest,
  options: EvaluateOptions,
): Promise<NixError | undefined> {
  const outcome = await run(request, { ...options, showTrace: true }, {});
  return outcome instanceof NixError ? outcome : undefined;
}

type Restriction = Pick<NixOptions<unknown>, "settings" | "includes">;

function restricted({ files }: Dependencies & { known: true }): Restriction {
  return {
    // What an evaluation builds could read what it may not.
    settings: { "restrict-eval": "true", "allow-import-from-derivation": "false" },
    includes: [
      `nixpawn=${checkExpression()}`,
      ...[...files.keys()].map((path, index) => `nixpawn-${String(index)}=${path}`),
    ],
  };
}

/** The collector of Nix starts with a heap that most containers fill: growing it costs time. */
const initialHeap = 400 * 2 ** 20;

async function run(
  request: CheckRequest,
  { context, showTrace, signal }: EvaluateOptions,
  { settings = {}, includes = [] }: Restriction,
): Promise<ContainerEvaluation | NixError> {
  const { nixpkgs, system } = context;
  const { name, module, option, hasConfig, quick } = request;
  try {
    return await evaluate<ContainerEvaluation>(
      { file: checkExpression() },
      {
        argstrs: { nixpkgs, system, module, name },
        args: { option: optionPath(option), hasConfig, quick, hostOptions },
        includes: [`nixpkgs=${nixpkgs}`, ...includes],
        settings,
        showTrace,
        signal,
        initialHeap,
      },
    );
  } catch (error) {
    if (error instanceof NixError) return error;
    throw error;
  }
}
