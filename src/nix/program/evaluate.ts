import { NixError } from "../errors/nix-error.js";
import { readNixWarnings } from "../errors/read.js";
import type { NixFailure } from "../errors/failure.js";
import { evaluationCall, type EvaluationOptions, type NixSource } from "./arguments.js";
import { parseNixJson, type NixJson } from "./json.js";
import { runNix } from "./run-nix.js";

export interface EvaluateOptions<T> extends EvaluationOptions {
  /** Evaluate every part of the value before it is printed. @default true */
  readonly strict?: boolean | undefined;
  /** Write nothing to the store; an import from a derivation needs false. @default true */
  readonly readOnly?: boolean | undefined;
  /** Makes of the JSON what is returned; may throw. @default passes it on as it is */
  readonly read?: ((value: NixJson) => T) | undefined;
}

/** A value, and what was said about it. */
export interface Evaluation<T> {
  readonly value: T;
  /** The warnings of the config, as one failure of the kind "warnings"; or none. */
  readonly warnings: readonly NixFailure[];
}

/** An evaluation hears no SIGTERM; a build that it started ends within this time. */
export const evaluationGrace = 500;

/**
 * The value of an expression of Nix, by way of JSON. A set with an `outPath`, as derivations have,
 * and one with `__toString` is a string; so is a path. Integers beyond 2^53 are bigints. Floats
 * that are not finite are null, and Nix before 2.12 prints six digits of a float. Nix refuses
 * functions.
 * @param source an expression or a file
 * @returns the value, as `options.read` makes it
 * @throws NixError NP504 with what Nix complains of, NP506 for a feature; ProblemError NP501
 *   without Nix, NP502 when it was interrupted, NP503 for an old one, NP3xx for arguments that are
 *   no values of Nix, NP507 for an attribute that cannot be selected, NP508 when it cannot start
 */
export async function evaluate<T = NixJson>(
  source: NixSource,
  options: EvaluateOptions<T> = {},
): Promise<T> {
  return (await evaluateWithWarnings(source, options)).value;
}

/** `evaluate`, with the warnings that the config gave. */
export async function evaluateWithWarnings<T = NixJson>(
  source: NixSource,
  options: EvaluateOptions<T> = {},
): Promise<Evaluation<T>> {
  const call = await evaluationCall(source, options);
  const given = [
    "--eval",
    "--json",
    ...(options.strict === false ? [] : ["--strict"]),
    ...(options.readOnly === false ? ["--read-write-mode"] : []),
    ...call.arguments,
  ];
  const run = await runNix("nix-instantiate", given, {
    cwd: options.cwd,
    env: call.env,
    input: call.input,
    signal: options.signal,
    grace: evaluationGrace,
    onLine: options.onLine,
  });
  if (run.exitCode !== 0) throw NixError.of(run);
  const json = parseNixJson(run.stdout);
  const value = options.read === undefined ? (json as T) : options.read(json);
  return { value, warnings: readNixWarnings(run.stderr) };
}
