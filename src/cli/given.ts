import type { TargetName } from "../authoring/target-names.js";
import type { GlobalOptions } from "./options.js";
import type { Format } from "./reporter.js";

/** Options of every command; those that are left out are false. */
export function globalsOf(given: {
  config?: string | undefined;
  format: Format;
  strict?: boolean | undefined;
  verbose?: boolean | undefined;
}): GlobalOptions {
  const { config, format, strict = false, verbose = false } = given;
  return { config, format, strict, verbose };
}

/** Options of the commands that evaluate containers. */
export function evaluationChoices(given: {
  names?: string[] | undefined;
  generate?: boolean | undefined;
  quick?: boolean | undefined;
  jobs?: number | undefined;
  nixpkgs?: string | undefined;
  system?: string | undefined;
  showTrace?: boolean | undefined;
  target?: TargetName | undefined;
  outDir?: string | undefined;
}) {
  const { names = [], generate = false, quick = false, showTrace = false } = given;
  const { jobs, nixpkgs, system, target, outDir } = given;
  return { names, generate, quick, showTrace, jobs, nixpkgs, system, target, outDir };
}
