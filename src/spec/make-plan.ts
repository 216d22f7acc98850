import { dirname, extname, resolve } from "node:path";
import type { LoadedConfig } from "../config/load.js";
import { freeVariables } from "../nix/free-variables.js";
import type { NixVerdicts } from "../nix/verdicts.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { containerSyntax } from "./container-syntax.js";
import { readDefinition, type Definition } from "./definition.js";
import { fileResolver } from "./files.js";
import { byCodeUnit } from "./modules.js";
import { isPlainObject } from "./plain-object.js";
import type { Plan, PlannedContainer } from "./plan.js";
import { resolveSpecs } from "./resolve.js";
import { checkRules } from "./rules.js";
import { checkShape } from "./schema.js";

export interface PlanAttempt {
  /** Left out when there is no config to make it from. */
  readonly plan: Plan | undefined;
  /** Some with a path in `specs` and no place yet. */
  readonly problems: readonly Problem[];
  /** The resolved containers, in which paths of problems are looked up. */
  readonly specs: Readonly<Record<string, unknown>>;
  readonly definition: Definition | undefined;
}

export interface PlanOptions {
  /** In place of the config's own, absolute. */
  readonly outDir?: string | undefined;
  /** Told every file that the config names, absolute. */
  readonly onInput?: ((file: string) => void) | undefined;
  /** What Nix says of templates, as far as it has been asked. */
  readonly verdicts?: NixVerdicts | undefined;
}

/**
 * Makes the plan of a loaded config and finds all its problems.
 */
export function makePlan(loaded: LoadedConfig, given: PlanOptions = {}): PlanAttempt {
  const problems: Problem[] = [];
  let definition: Definition;
  try {
    definition = readDefinition(loaded.exported, extname(loaded.file) === ".json");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { plan: undefined, problems: error.problems, specs: {}, definition: undefined };
  }
  const resolved = resolveSpecs(definition, loaded);
  problems.push(...resolved.problems, ...checkShape(resolved.specs));
  const objects = Object.fromEntries(
    Object.entries(resolved.specs).filter((entry): entry is [string, Record<string, unknown>] =>
      isPlainObject(entry[1]),
    ),
  );
  problems.push(...checkRules(objects));
  const containers = Object.keys(objects)
    .sort(byCodeUnit)
    .map((name) => planContainer(name, objects[name] ?? {}, loaded, problems, given));
  return {
    plan: {
      configFile: loaded.file,
      settings: {
        target: definition.settings.target ?? "containers",
        outDir:
          given.outDir ?? resolve(dirname(loaded.file), definition.settings.outDir ?? "containers"),
        nixpkgs: definition.settings.nixpkgs,
      },
      containers,
    },
    problems,
    specs: resolved.specs,
    definition,
  };
}

function planContainer(
  name: string,
  given: Readonly<Record<string, unknown>>,
  loaded: LoadedConfig,
  problems: Problem[],
  { verdicts, onInput }: PlanOptions,
): PlannedContainer {
  const report = (problem: Problem): void => {
    problems.push(problem);
  };
  const placeOf = loaded.placeOf.bind(loaded);
  const { origins } = loaded;
  const syntax = containerSyntax(
    given,
    {
      path: [name],
      report,
      resolveFile: fileResolver({ configFile: loaded.file, placeOf, report, onInput }),
      verdicts,
      ...(origins === undefined ? {} : { fragmentPlace: origins.fragment.bind(origins) }),
    },
    loaded,
  );
  return { name, given, syntax, formals: [...freeVariables(syntax)].sort(byCodeUnit) };
}
