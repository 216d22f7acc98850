import type { TargetName } from "../authoring/target-names.js";
import type { Origins } from "../load/origins/origins.js";
import type { Place, Problem } from "../problems/problem.js";
import type { KnownFile } from "./memory/plan-memory.js";
import type { Plan } from "./plan.js";

export interface CompileOptions {
  /** The config file, or a folder to look in; else it is found upwards from `cwd`. */
  readonly configFile?: string | undefined;
  readonly cwd: string;
  /** In place of the config's own; relative to `cwd`. */
  readonly outDir?: string | undefined;
  /** In place of the config's own. */
  readonly target?: TargetName | undefined;
  /** Warnings are errors. */
  readonly strict?: boolean | undefined;
}

/** A config loaded once more, with the places of all its values. */
export interface TracedConfig {
  /** The resolved containers, in which paths of problems are looked up. */
  readonly specs: Readonly<Record<string, unknown>>;
  /** Undefined when the second load failed: then no place but the fallback is known. */
  readonly origins: Origins | undefined;
  readonly problems: readonly Problem[];
  /** The place of last resort: where `defineContainers` was called. */
  readonly fallback: Place;
}

export interface CompileResult {
  /** Undefined when there are errors. */
  readonly plan: Plan | undefined;
  /** In reading order. */
  readonly problems: readonly Problem[];
  /**
   * Absolute paths of all files the config depends on, sorted: those it is made of, those it names,
   * and those that it looks for in vain. With no config file, the one to write.
   */
  readonly inputs: readonly string[];
  /** Those of the inputs that were missing when they were looked for. */
  readonly missing: readonly string[];
  readonly configFile: string | undefined;
  /**
   * Keeps what was made of a config without problems, for runs in which it is the same.
   * @param fileOf the path of a container's file
   */
  keep?(files: readonly KnownFile[], fileOf: (container: string) => string): void;
  /** Loads the config once more, for the places of problems that are found later. */
  trace(): Promise<TracedConfig | undefined>;
}
