import { configDefinition, type Settings } from "../authoring/define-containers.js";
import type { CallSite } from "../nix/value.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { withJsonExpressions } from "./json-expressions.js";
import { isPlainObject } from "./plain-object.js";

/** A config as its author wrote it, whatever form the file has. */
export interface Definition {
  readonly containers: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  /** Where `defineContainers` was called; unknown for JSON. */
  readonly site: CallSite | undefined;
}

/** `$schema` is for editors. */
const settingNames = new Set(["$schema", "defaults", "target", "outDir", "nixpkgs"]);

/**
 * What a config file exports, as a definition.
 * @param json whether the file is JSON, where containers and settings stand side by side
 * @throws ProblemError NP050, NP055
 */
export function readDefinition(exported: unknown, json: boolean): Definition {
  const definition = json ? fromJson(exported) : fromExport(exported);
  const problems = checkSettings(definition.settings);
  if (problems.length > 0) throw new ProblemError(problems);
  return definition;
}

function fromExport(exported: unknown): Definition {
  if (typeof exported === "object" && exported !== null && configDefinition in exported) {
    const definition = (exported as { [configDefinition]: Definition })[configDefinition];
    if (isPlainObject(definition.containers)) {
      const settings: unknown = definition.settings;
      if (isPlainObject(settings)) return definition;
      throw wrongExport("the second argument of `defineContainers` must be an object of settings");
    }
    throw wrongExport("the first argument of `defineContainers` must be an object of containers");
  }
  throw wrongExport(
    typeof exported === "function"
      ? "the default export is a function; it must be what `defineContainers` returns"
      : "the default export must be what `defineContainers` returns",
    isPlainObject(exported) ? "wrap it: `export default defineContainers({ … })`" : undefined,
  );
}

function fromJson(exported: unknown): Definition {
  if (!isPlainObject(exported))
    throw wrongExport("a JSON config must be an object with `containers`");
  const { containers, ...settings } = exported;
  if (!isPlainObject(containers)) {
    throw wrongExport("a JSON config needs `containers`, an object of containers by name");
  }
  withJsonExpressions(containers);
  withJsonExpressions(settings.defaults);
  return { containers, settings: settings, site: undefined };
}

function wrongExport(message: string, hint?: string): ProblemError {
  return new ProblemError([
    { code: "NP050", severity: "error", message, ...(hint === undefined ? {} : { hint }) },
  ]);
}

function checkSettings(settings: Readonly<Record<string, unknown>> | Settings): Problem[] {
  const problems: Problem[] = [];
  const report = (message: string): void => {
    problems.push({ code: "NP055", severity: "error", message });
  };
  for (const [name, value] of Object.entries(settings) as [string, unknown][]) {
    if (value === undefined) continue;
    if (name === "$schema") continue;
    if (!settingNames.has(name)) report(`unknown setting \`${name}\``);
    else if (name === "defaults") {
      if (typeof value !== "function" && !isPlainObject(value)) {
        report("`defaults` must be an object of options, or a function of the container's name");
      }
    } else if (name === "target") {
      if (value !== "containers") report('`target` must be "containers"');
    } else if (typeof value !== "string" || value === "") {
      report(`\`${name}\` must be a path`);
    }
  }
  return problems;
}
