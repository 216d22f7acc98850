import { configDefinition, type Settings } from "../authoring/define-containers.js";
import { targetNames } from "../authoring/target-names.js";
import { isIdentifier } from "../nix/names.js";
import { isNixExpression, type CallSite } from "../nix/value.js";
import { nearest } from "../problems/nearest.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { withJsonExpressions } from "./json-expressions.js";
import { isPlainObject } from "./plain-object.js";
import type { ValuePlaces } from "./value-places.js";

/** A config as its author wrote it, whatever form the file has. */
export interface Definition {
  readonly containers: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  /** Where `defineContainers` was called; unknown for JSON. */
  readonly site: CallSite | undefined;
}

const settingNames = ["defaults", "target", "outDir", "nixpkgs", "hostArguments"];

const targetWords = targetNames
  .map((one) => `"${one}"`)
  .join(", ")
  .replace(/, ([^,]*)$/, " or $1");

/**
 * What a config file exports, as a definition.
 * @param json whether the file is JSON, where containers and settings stand side by side
 * @throws ProblemError NP050, NP055
 */
export function readDefinition(
  exported: unknown,
  json: boolean,
  valuePlaces: ValuePlaces,
): Definition {
  const definition = json ? fromJson(exported) : fromExport(exported, valuePlaces);
  const written = json ? (exported as object) : definition.settings;
  const problems = checkSettings(definition.settings, (name, atKey) => {
    const place =
      valuePlaces.origins?.locate(written, [name], atKey)?.place ??
      valuePlaces.placeOf(definition.site);
    return place === undefined ? {} : { place };
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return definition;
}

function fromExport(given: unknown, valuePlaces: ValuePlaces): Definition {
  const exported = unwrapped(given);
  if (isDefinition(exported)) {
    const definition = exported[configDefinition];
    const { containers, settings }: { containers: unknown; settings: unknown } = definition;
    if (isPlainObject(containers) && isPlainObject(settings)) return definition;
    const place = valuePlaces.placeOf(definition.site);
    throw wrongExport(
      isPlainObject(containers)
        ? "the second argument of `defineContainers` must be an object of settings"
        : "the first argument of `defineContainers` must be an object of containers",
      place === undefined ? {} : { place },
    );
  }
  throw wrongExport(
    typeof exported === "function"
      ? "the default export is a function; it must be what `defineContainers` returns"
      : "the default export must be what `defineContainers` returns",
    isPlainObject(exported) ? { hint: "wrap it: `export default defineContainers({ … })`" } : {},
  );
}

function isDefinition(value: unknown): value is { readonly [configDefinition]: Definition } {
  return typeof value === "object" && value !== null && configDefinition in value;
}

/** A module that was compiled to CommonJS has its default export as a property. */
function unwrapped(exported: unknown): unknown {
  if (typeof exported !== "object" || exported === null || isDefinition(exported)) return exported;
  return "__esModule" in exported && "default" in exported ? exported.default : exported;
}

function fromJson(exported: unknown): Definition {
  if (!isPlainObject(exported))
    throw wrongExport("a JSON config must be an object with `containers`");
  // `$schema` is for editors.
  const { containers, ...settings } = exported;
  if (!isPlainObject(containers)) {
    throw wrongExport("a JSON config needs `containers`, an object of containers by name");
  }
  withJsonExpressions(containers);
  const defaults = withJsonExpressions(settings.defaults);
  return { containers, settings: { ...settings, defaults }, site: undefined } as Definition;
}

function wrongExport(message: string, more: Partial<Problem> = {}): ProblemError {
  return new ProblemError([{ code: "NP050", severity: "error", message, ...more }]);
}

function isArgument(value: unknown): boolean {
  return typeof value === "string" && isIdentifier(value);
}

function checkSettings(
  settings: Readonly<Record<string, unknown>> | Settings,
  where: (name: string, atKey: boolean) => Partial<Problem>,
): Problem[] {
  return (Object.entries(settings) as [string, unknown][]).flatMap(([name, value]): Problem[] => {
    // In JSON, `$schema` is for editors.
    if (value === undefined || name === "$schema") return [];
    const wrong = (message: string, more: Partial<Problem> = {}): Problem[] => [
      { code: "NP055", severity: "error", message, ...where(name, false), ...more },
    ];
    switch (name) {
      case "defaults":
        return !isNixExpression(value) && (typeof value === "function" || isPlainObject(value))
          ? []
          : wrong("`defaults` must be an object of options, or a function of the container's name");
      case "target":
        return (targetNames as readonly unknown[]).includes(value)
          ? []
          : wrong(`\`target\` must be ${targetWords}`);
      case "outDir":
      case "nixpkgs":
        return typeof value === "string" && value !== "" && !value.includes("\0")
          ? []
          : wrong(`\`${name}\` must be a path`);
      case "hostArguments":
        return Array.isArray(value) && value.every(isArgument)
          ? []
          : wrong("`hostArguments` must be a list of names of arguments of the host's modules");
      default: {
        const guess = nearest(name, settingNames);
        const hint = guess === undefined ? {} : { hint: `did you mean \`${guess}\`?` };
        return wrong(`there is no setting \`${name}\``, { ...hint, ...where(name, true) });
      }
    }
  });
}
