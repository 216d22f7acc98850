import { runProgram, type ProgramRun } from "../nix/program/run.js";
import { checkExpression, type CheckRequest, type ContainerEvaluation } from "./check-request.js";
import { dependenciesOf, type Dependencies } from "./dependencies.js";
import { readEvaluation, writeEvaluation } from "./evaluation-cache.js";
import { evaluationKey, type EvaluationContext } from "./evaluation-key.js";

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
  | { readonly kind: "failed"; readonly run: ProgramRun };

export interface EvaluateOptions {
  /** What results depend on; `nixpkgsIdentity` is undefined where nothing can be remembered. */
  readonly context: Omit<EvaluationContext, "nixpkgsIdentity"> & {
    readonly nixpkgsIdentity: string | undefined;
  };
  readonly showTrace: boolean;
  /** More arguments for nix-instantiate. */
  readonly nixOptions?: readonly string[];
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
  const run = await instantiate(request, options, restricted(dependencies));
  if (run.exitCode !== 0) {
    if (!refusedToRead.test(run.stderr)) return { kind: "failed", run };
    return freely(request, options, "it reads files that only the evaluation can tell");
  }
  const evaluation = JSON.parse(run.stdout) as ContainerEvaluation;
  // What was edited meanwhile may have been read before or after.
  const after = dependenciesOf(request.module);
  if (after.known && evaluationKey(request, context, after) === key) {
    writeEvaluation(key, evaluation);
  }
  return { kind: "evaluated", evaluation, remembered: false };
}

const refusedToRead = /is (?:forbidden|not allowed) in restricted mode|restricted mode/;

async function freely(
  request: CheckRequest,
  options: EvaluateOptions,
  notKept: string,
): Promise<CheckOutcome> {
  const run = await instantiate(request, options, []);
  if (run.exitCode !== 0) return { kind: "failed", run };
  const evaluation = JSON.parse(run.stdout) as ContainerEvaluation;
  return { kind: "evaluated", evaluation, remembered: false, notKept };
}

function restricted({ files }: Dependencies & { known: true }): string[] {
  return [
    ...["--option", "restrict-eval", "true"],
    // An evaluation that builds something could read what that has read.
    ...["--option", "allow-import-from-derivation", "false"],
    ...["-I", `nixpawn=${checkExpression()}`],
    ...[...files.keys()].flatMap((path, index) => ["-I", `nixpawn-${String(index)}=${path}`]),
  ];
}

/** Boehm's collector starts with a heap that most containers fill; growing it costs time. */
const heap = { GC_INITIAL_HEAP_SIZE: "400M" };

async function instantiate(
  request: CheckRequest,
  { context, showTrace, nixOptions, signal }: EvaluateOptions,
  more: readonly string[],
): Promise<ProgramRun> {
  const given = [
    ...["--eval", "--strict", "--json", checkExpression()],
    ...["--argstr", "nixpkgs", context.nixpkgs, "--argstr", "system", context.system],
    ...["--argstr", "module", request.module, "--argstr", "name", request.name],
    ...["--arg", "hasConfig", String(request.hasConfig), "--arg", "quick", String(request.quick)],
    ...["-I", `nixpkgs=${context.nixpkgs}`],
    ...(showTrace ? ["--show-trace"] : []),
    ...more,
    ...(nixOptions ?? []),
  ];
  return runProgram("nix-instantiate", given, { env: heap, signal });
}
