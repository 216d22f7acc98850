import { realpathSync } from "node:fs";
import { join } from "node:path";
import type { NixFailure, NixPosition, OptionDefinition } from "../nix/errors/failure.js";
import type { Place, Problem, ValuePath } from "../problems/problem.js";
import type { TracedConfig } from "../spec/compile.js";
import type { Plan, PlannedContainer } from "../spec/plan.js";
import { containerView } from "../spec/container-view.js";
import { optionSchemas } from "../spec/schema-walk.js";
import { containerFile } from "../targets/index.js";
import type { GeneratedFile, Tree } from "../targets/target.js";
import { checkExpression } from "./check-request.js";
import { definitionInFile } from "./definition-in-file.js";
import { definitionOfOption } from "./definition-of-option.js";
import { jsonOfData } from "./json-of-data.js";
import { literalOf } from "./literal-of-file.js";
import { packageInConfig, refusedPackage } from "./package-in-config.js";
import { valueAt, wordAt, wordInTemplate } from "./place-in-tree.js";

/** All that is known around an evaluation that failed. */
export interface FailureScene {
  readonly container: PlannedContainer;
  readonly plan: Plan;
  readonly tree: Tree;
  /** The config with the places of its values; undefined where it cannot be loaded again. */
  readonly traced: TracedConfig | undefined;
  /** Path of the nixpkgs. */
  readonly nixpkgs: string;
  readonly system: string;
}

/** Where a problem belongs. */
export type Where = Pick<Problem, "path" | "place" | "atKey" | "related">;

/**
 * Where in the user's files a complaint of Nix belongs: at the definition of the option it names,
 * else at the innermost place it mentions that is the user's own, else where the option that was
 * being worked out is defined.
 * @returns undefined when nothing of it is the user's
 */
export function failurePlace(failure: NixFailure, scene: FailureScene): Where | undefined {
  return (
    placeOfPackage(failure, scene) ??
    placeOfOption(
      failure.optionPath,
      scene,
      failure.kind === "option-does-not-exist",
      failure.definitions,
    ) ??
    placeOfPosition(failure, scene) ??
    placeOfWord(failure, scene) ??
    placeOfMissingFile(failure, scene) ??
    placeOfContext(failure, scene)
  );
}

/** What names the package that nixpkgs refuses, and not the option whose value needs it. */
function placeOfPackage({ message }: NixFailure, scene: FailureScene): Where | undefined {
  const name = refusedPackage(message);
  const origins = scene.traced?.origins;
  if (name === undefined || origins === undefined) return undefined;
  const { name: container } = scene.container;
  const spec = scene.traced?.specs[container] as Readonly<Record<string, unknown>> | undefined;
  const found = packageInConfig(name, spec?.config, origins);
  return found && { ...found, path: [container, "config", ...found.path] };
}

/** The path of an option within the container's system; undefined for other options. */
export function optionInSystem(
  optionPath: readonly string[] | undefined,
  name: string,
): readonly string[] | undefined {
  const path = optionPath?.[0] === "systemd" ? optionPath.slice(1) : optionPath;
  if (path?.[0] !== "containers" || path[1] !== name) return undefined;
  const rest = path.slice(2);
  return rest[0] === "config" ? rest.slice(1) : rest;
}

function placeOfOption(
  optionPath: readonly string[] | undefined,
  scene: FailureScene,
  atKey: boolean,
  definitions: readonly OptionDefinition[] = [],
): Where | undefined {
  const { name } = scene.container;
  const option = optionInSystem(optionPath, name);
  if (option === undefined || option.length === 0) return undefined;
  const view = containerView(scene.traced?.specs[name] ?? {});
  const spec = view.options;
  // An option of the container itself, unless the system has one of that name that goes deeper.
  const [first = ""] = option;
  const own = Object.hasOwn(optionSchemas, first) && spec[first] !== undefined;
  const through = (value: unknown): unknown => scene.traced?.origins?.through(value) ?? value;
  // Of the definitions that Nix lists, those with another value than it shows are not meant.
  const values = new Set<unknown>(definitions.map(({ value }) => value));
  const isMeant = (value: unknown): boolean =>
    !["boolean", "object"].includes(typeof value) || values.has(jsonOfData(value));
  const { path, whole } = definitionOfOption(spec.config, option, through, isMeant);
  const inFile = definitionIn(definitions, option, scene);
  if (inFile !== undefined && !whole) return { path: [name], place: inFile };
  if (own && !whole) return { path: [name, ...view.written(option)] };
  if (path.length === 0) return undefined;
  // What does not exist is wrong by its name; what has a wrong value, by that.
  return { path: [name, ...view.written(["config", ...path])], atKey };
}

/** The definition of an option in a Nix file of the user's own, which the module system names. */
function definitionIn(
  definitions: readonly OptionDefinition[],
  option: readonly string[],
  scene: FailureScene,
): Place | undefined {
  const generated = new Set(
    scene.tree.files.map((one) => realFile(join(scene.plan.settings.outDir, one.path))),
  );
  for (const { file } of definitions) {
    const real = realFile(file);
    if (generated.has(real) || !isUsers(real, scene)) continue;
    const place = definitionInFile(real, option);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The option that was being worked out, the innermost that the config defines. */
function placeOfContext({ context }: NixFailure, scene: FailureScene): Where | undefined {
  return context
    .map((one) => placeOfOption(one.option, scene, false))
    .find((place) => place !== undefined);
}

function placeOfPosition(failure: NixFailure, scene: FailureScene): Where | undefined {
  for (const position of failure.positions) {
    const file = realFile(position.file);
    const generated = scene.tree.files.find(
      (one) => file === realFile(join(scene.plan.settings.outDir, one.path)),
    );
    if (generated !== undefined) {
      const found = placeInTree(generated, position, failure, scene);
      if (found !== undefined) return found;
    } else if (isUsers(file, scene)) {
      return { path: [scene.container.name], place: placeAt(file, position) };
    }
  }
  return undefined;
}

function placeInTree(
  generated: GeneratedFile,
  position: NixPosition,
  { name }: NixFailure,
  { traced }: FailureScene,
): Where | undefined {
  const path = valueAt(generated, position);
  if (path === undefined) return undefined;
  const words = [name, wordAt(generated.text, position)].filter((word) => word !== undefined);
  return atWord(path, words, traced);
}

/** At one of the words, if the value at a path is a template that has it; else at the value. */
function atWord(
  path: ValuePath,
  words: readonly string[],
  traced: TracedConfig | undefined,
): Where {
  const origins = traced?.origins;
  if (origins === undefined) return { path };
  const value = valueOf(traced?.specs, path, origins);
  const place = words
    .map((word) => wordInTemplate(value, word, origins))
    .find((found) => found !== undefined);
  return place === undefined ? { path } : { path, place };
}

/** The module of the container when Nix cannot say where a variable of it comes from. */
function placeOfWord(failure: NixFailure, scene: FailureScene): Where | undefined {
  const { container, tree, traced } = scene;
  const generated = tree.files.find((one) => one.path === containerFile(container.name));
  const { name: word } = failure;
  if (generated === undefined || word === undefined) return undefined;
  const pattern = new RegExp(`(?<![\\w'.-])${word.replace(/[^\w-]/g, "\\$&")}(?![\\w'-])`);
  const usesIn = (whole: string): NixPosition[] =>
    whole.split("\n").flatMap((text, index) => {
      const at = text.search(pattern);
      return at < 0 ? [] : [{ file: "", line: index + 1, column: at + 1, what: "" }];
    });
  // The letters of a string are no variable, unless there is none elsewhere: `"${inputs.x}"`.
  const uses = [...usesIn(withoutStrings(generated.text)), ...usesIn(generated.text)];
  for (const use of uses) {
    const path = valueAt(generated, use);
    if (path === undefined || path.length < 2) continue;
    return atWord(path, [word], traced);
  }
  return undefined;
}

/** Strings and comments as blanks, so that nothing moves. */
function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|''(?:[^']|'(?!')|''['$\\])*''|#.*/g, (one) =>
    one.replace(/[^\n]/g, " "),
  );
}

/** The path literal, in a Nix file of the user's, that leads to a file that is missing. */
function placeOfMissingFile(failure: NixFailure, scene: FailureScene): Where | undefined {
  if (failure.kind !== "missing-file" || failure.name === undefined) return undefined;
  const { container, plan } = scene;
  const module = join(plan.settings.outDir, containerFile(container.name));
  const place = literalOf(failure.name, module);
  return place === undefined ? undefined : { path: [container.name], place };
}

function valueOf(
  specs: unknown,
  path: ValuePath,
  origins: { into(value: unknown): unknown },
): unknown {
  return path.reduce<unknown>((value, step) => {
    const inner = origins.into(value);
    return typeof inner === "object" && inner !== null
      ? (inner as Readonly<Record<string | number, unknown>>)[step]
      : undefined;
  }, specs);
}

/** Neither nixpkgs nor nixpawn's own, nor a text without a file. */
function isUsers(file: string, { nixpkgs }: FailureScene): boolean {
  const others = [nixpkgs, realFile(checkExpression()), "/nix/store"];
  return file.startsWith("/") && !others.some((folder) => file.startsWith(`${folder}/`));
}

function placeAt(file: string, { line, column }: NixPosition): Place {
  return { file, start: { line, column } };
}

function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
