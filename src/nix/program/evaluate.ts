import { NixError } from "../errors/nix-error.js";
import { readNixFailure } from "../errors/read.js";
import { evaluationCall, type EvaluationOptions, type NixSource } from "./arguments.js";
import { parseNixJson, type NixJson } from "./json.js";
import { runProgram } from "./run.js";
import { nixVersion } from "./version.js";

export interface EvaluateOptions<T> extends EvaluationOptions {
  /** Evaluate every part of the value before it is printed. @default true */
  readonly strict?: boolean | undefined;
  /** Write nothing to the store; an import from a derivation needs false. @default true */
  readonly readOnly?: boolean | undefined;
  /** Makes of the JSON what is returned; may throw. @default passes it on as it is */
  readonly read?: ((value: NixJson) => T) | undefined;
}

/**
 * The value of an expression of Nix, by way of JSON. A set with an `outPath`, as derivations have,
 * and one with `__toString` is a string; so is a path. Integers beyond 2^53 are bigints. Floats
 * that are not finite are null, and Nix before 2.9 prints six digits of a float.
 * @param source an expression or a file
 * @returns the value, as `options.read` makes it
 * @throws NixError NP504 with what Nix complains of; ProblemError NP501 without Nix, NP502 when it
 *   was interrupted, NP503 for an old one, NP3xx for arguments that are no values of Nix
 */
export async function evaluate<T = NixJson>(
  source: NixSource,
  options: EvaluateOptions<T> = {},
): Promise<T> {
  const call = evaluationCall(source, options);
  await nixVersion(options.env);
  const given = [
    "--eval",
    "--json",
    ...(options.strict === false ? [] : ["--strict"]),
    ...(options.readOnly === false ? ["--read-write-mode"] : []),
    ...call.arguments,
  ];
  const { exitCode, stdout, stderr } = await runProgram("nix-instantiate", given, {
    cwd: options.cwd,
    env: call.env,
    input: call.input,
    signal: options.signal,
    onErrorLine: options.onLine,
  });
  if (exitCode !== 0) throw new NixError(readNixFailure(stderr), stderr);
  const value = parseNixJson(stdout);
  return options.read === undefined ? (value as T) : options.read(value);
}
