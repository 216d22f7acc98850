import { NixError } from "../errors/nix-error.js";
import { evaluationCall, type NixSource } from "./arguments.js";
import { runNix } from "./run-nix.js";

export interface ParseOptions {
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Parses an expression, or a file, and looks its variables up, without evaluating anything.
 * @returns the expression as Nix understands it, in one line; the form differs between versions
 * @throws NixError NP504 with a failure of the kind "syntax", "undefined-variable" or
 *   "missing-file"; ProblemError NP501, NP502, NP503, NP508
 */
export async function parse(source: NixSource, options: ParseOptions = {}): Promise<string> {
  const { cwd, env, signal } = options;
  const call = await evaluationCall(source, { cwd, env });
  const given = ["--parse", ...call.arguments];
  const run = await runNix("nix-instantiate", given, { cwd, env, signal, input: call.input });
  if (run.exitCode !== 0) throw NixError.of(run);
  return run.stdout.trimEnd();
}
