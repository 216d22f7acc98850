import { resolve } from "node:path";
import { NP507 } from "../../problems/codes/program.js";
import { ProblemError } from "../../problems/problem.js";
import { isNixExpression, type NixExpression, type NixValue } from "../value.js";
import { featureFlags, type ExperimentalFeature } from "./dialect.js";

/** What is evaluated. */
export type NixSource =
  /** A text of Nix, or an expression made in TypeScript. */
  | { readonly expression: string | NixExpression }
  /** A file, a folder with a default.nix, or a place on NIX_PATH: "<nixpkgs/nixos>". */
  | { readonly file: string };

export interface EvaluationOptions {
  /**
   * The way to the value, as after `-A`: `a.b`, or names and indices, whose names may hold dots.
   * Functions on the way are called with `args` and `argstrs`.
   */
  readonly attribute?: string | readonly (string | number)[] | undefined;
  /** Arguments by name: values as in a config, printed as Nix. Paths of files count from `cwd`. */
  readonly args?: Readonly<Record<string, NixValue>> | undefined;
  /** Arguments that are strings. */
  readonly argstrs?: Readonly<Record<string, string>> | undefined;
  /** Put before NIX_PATH, as after `-I`: "nixpkgs=/path", or a folder. */
  readonly includes?: readonly string[] | undefined;
  /** Settings of Nix, as after `--option`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Experimental features that the expression uses, such as "flakes" for `builtins.getFlake`. */
  readonly features?: readonly ExperimentalFeature[] | undefined;
  /** Ask for every step that led to a failure. @default false */
  readonly showTrace?: boolean | undefined;
  /**
   * What the collector of Nix starts with, in bytes. More than an evaluation needs saves it all
   * collections.
   */
  readonly initialHeap?: number | undefined;
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Ends the evaluation. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every line that Nix writes to its standard error: traces and warnings. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** How nix-instantiate is called. */
export interface EvaluationCall {
  readonly arguments: readonly string[];
  readonly input: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The arguments that all evaluations share. A text is read from standard input, which has no
 * limit of length.
 * @throws ProblemError NP3xx for values that are none of Nix, NP507 for an attribute that cannot
 *   be named
 */
export async function evaluationCall(
  source: NixSource,
  options: EvaluationOptions,
): Promise<EvaluationCall> {
  const { attribute, argstrs = {}, includes = [], env = {} } = options;
  const { settings = {}, features = [], initialHeap } = options;
  const cwd = options.cwd ?? process.cwd();
  return {
    arguments: [
      ...(options.showTrace === true ? ["--show-trace"] : []),
      ...featureFlags(features),
      ...Object.entries(settings).flatMap(([name, value]) => ["--option", name, value]),
      ...includes.flatMap((one) => ["-I", one]),
      ...(attribute === undefined ? [] : ["-A", attributePath(attribute)]),
      ...(await printedArguments(options.args ?? {}, cwd)),
      ...Object.entries(argstrs).flatMap(([name, value]) => ["--argstr", name, value]),
      "file" in source ? fileArgument(source.file, cwd) : "-",
    ],
    input: "file" in source ? undefined : await textOf(source.expression, cwd),
    env:
      initialHeap === undefined
        ? env
        : { ...env, GC_INITIAL_HEAP_SIZE: String(Math.ceil(initialHeap)) },
  };
}

/** An absolute path is nothing else to Nix: no option, no address. */
function fileArgument(file: string, cwd: string): string {
  return file.startsWith("<") ? file : resolve(cwd, file);
}

async function textOf(expression: string | NixExpression, cwd: string): Promise<string> {
  if (!isNixExpression(expression)) return expression;
  const { printValue } = await import("./print-value.js");
  return printValue(expression, { cwd });
}

async function printedArguments(
  args: Readonly<Record<string, NixValue>>,
  cwd: string,
): Promise<readonly string[]> {
  const all = Object.entries(args);
  if (all.length === 0) return [];
  // Loaded when it is needed: the printer is most of what there is to load.
  const { printValue } = await import("./print-value.js");
  return all.flatMap(([name, value]) => ["--arg", name, printValue(value, { name, cwd })]);
}

/** A way as `-A` takes it: quotes have no escapes there, and digits are always an index. */
function attributePath(path: string | readonly (string | number)[]): string {
  if (typeof path === "string") return path;
  return path
    .map((step) => {
      if (typeof step === "number") return String(step);
      if (/^\d*$|"/.test(step)) throw unselectable(path, step);
      return step.includes(".") ? `"${step}"` : step;
    })
    .join(".");
}

function unselectable(path: readonly (string | number)[], name: string): ProblemError {
  return new ProblemError([NP507.name({ name, path: path.join(".") })]);
}
