import type { TargetName } from "../authoring/target-names.js";
import type { GlobalOptions } from "./options.js";

export interface GenerateOptions extends GlobalOptions {
  readonly check: boolean;
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly target?: TargetName | undefined;
  readonly outDir?: string | undefined;
  /** With the target "units": the root of the host, in place of `outDir`. */
  readonly root?: string | undefined;
}

export interface GenerateResult {
  readonly exitCode: number;
  /** Absolute paths whose change should start another run, also of files that are missing. */
  readonly inputs: readonly string[];
  /** Those of them that were missing. */
  readonly missing: readonly string[];
}
