import { extname } from "node:path";
import { absentTexts, type AbsentText } from "../authoring/absent-texts.js";
import { misuses, type Misuse } from "../authoring/misuses.js";
import type { SiteError } from "../authoring/site-error.js";
import { takeThrownMisuses } from "../authoring/thrown-misuses.js";
import { guardProcess, type ChangedLanguage } from "../load/guard/process-guard.js";
import type { LoadedConfig } from "../load/load.js";
import type { Problem } from "../problems/problem.js";
import { readDefinition, type Definition } from "./definition.js";
import { resolveSpecs } from "./resolve.js";

/** A loaded config with every container worked out, before anything is made of them. */
export interface ResolvedConfig {
  /** Undefined where the config exports none. */
  readonly definition: Definition | undefined;
  /** By name, in the order of the config. */
  readonly specs: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** What ended the work, as it was thrown. */
  readonly failure: { readonly error: unknown } | undefined;
  /** What functions and getters of the config did with Nix expressions that only Nix can do. */
  readonly misuses: readonly Misuse[];
  /** Such misuses that were thrown, also where the config caught them. */
  readonly thrown: readonly SiteError[];
  /** Where they made texts of what is not there. */
  readonly absentTexts: readonly AbsentText[];
  /** That they changed the language itself: all else that was found may come of it. */
  readonly changed: ChangedLanguage | undefined;
}

/** Calls the functions of a loaded config and lays the defaults under its containers. */
export function resolveConfig(loaded: LoadedConfig): ResolvedConfig {
  const guard = guardProcess(loaded.origins !== undefined);
  misuses.take();
  absentTexts.take();
  takeThrownMisuses();
  let definition: Definition | undefined;
  let specs: Readonly<Record<string, unknown>> = {};
  let problems: readonly Problem[] = [];
  let failure: ResolvedConfig["failure"];
  try {
    definition = readDefinition(loaded.exported, extname(loaded.file) === ".json", loaded);
    ({ specs, problems } = resolveSpecs(definition, loaded));
  } catch (error) {
    failure = { error };
  }
  guard.restoreLanguage();
  const { changed } = guard;
  guard.release();
  return {
    definition,
    specs,
    problems,
    failure,
    misuses: misuses.take(),
    thrown: takeThrownMisuses(),
    absentTexts: absentTexts.take(),
    changed,
  };
}

/** Whether nothing was found that is to be told. */
export function isFlawless(resolved: ResolvedConfig, loaded: LoadedConfig): boolean {
  return (
    resolved.failure === undefined &&
    resolved.changed === undefined &&
    [resolved.problems, resolved.misuses, resolved.thrown, resolved.absentTexts].every(
      (one) => one.length === 0,
    ) &&
    loaded.told.length === 0 &&
    loaded.absentTexts.length === 0
  );
}
