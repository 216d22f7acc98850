import { fragmentSource } from "../../nix/fragment-source.js";
import type { NixFailure, OptionDefinition } from "../../nix/errors/failure.js";
import { isNixExpression, nixExpression } from "../../nix/value.js";
import type { Place } from "../../problems/problem.js";
import { containerView } from "../../plan/views/container-view.js";
import { optionSchemas } from "../../plan/schema/schema-walk.js";
import { definitionInFile } from "./definition-in-file.js";
import { definitionOfOption, opaqueModules, type FoundDefinition } from "./definition-of-option.js";
import {
  generatedFiles,
  isUsers,
  optionInSystem,
  realFile,
  type FailureScene,
  type Where,
} from "./failure-scene.js";

/**
 * Where the config, or a Nix file of the user's that the module system names, defines an option of the
 * container.
 * @param atKey whether the name is wrong, not the value
 */
export function placeOfOption(
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
  const values = new Set<string | undefined>(definitions.flatMap(({ value }) => value ?? []));
  const rank = (value: unknown, text?: string): number => {
    if (values.has(text ?? asShown(value))) return 2;
    if (text !== undefined) return /^(?:true|false)$/.test(text) ? 0 : 1;
    return ["boolean", "object"].includes(typeof value) ? 0 : 1;
  };
  const found = definitionOfOption(spec.config, option, through, rank);
  const { path, whole, inText } = found;
  const inFile = definitionIn(definitions, option, scene);
  if (inFile !== undefined && (!whole || inText !== undefined))
    return { path: [name], place: inFile };
  if (own && !whole) return { path: [name, ...view.written(option)] };
  if (path.length === 0 && inText === undefined) return undefined;
  const written = [name, ...view.written(["config", ...path])];
  const place = placeInTemplate(found, scene);
  if (place !== undefined) return { path: written, place };
  // What does not exist is wrong by its name; what has a wrong value, by that.
  return { path: written, atKey };
}

/** A plain value as Nix shows it; undefined for any other, which cannot be told from its like. */
function asShown(value: unknown): string | undefined {
  if (typeof value === "string") return JSON.stringify(value);
  const isPlain = ["number", "boolean", "bigint"].includes(typeof value) || value === null;
  return isPlain ? String(value) : undefined;
}

/** Where the text of a template defines an option. */
function placeInTemplate(
  { value, inText }: FoundDefinition,
  { traced }: FailureScene,
): Place | undefined {
  const origins = traced?.origins;
  if (inText === undefined || origins === undefined || !isNixExpression(value)) return undefined;
  const source = value[nixExpression];
  if (source.kind !== "fragment") return undefined;
  const text = fragmentSource(source.strings.raw);
  const [start, end] = [inText.start, inText.end].map((offset) => {
    const at = text.locate(offset);
    return origins.fragment(source.strings, at.quasi, at.offset)?.start;
  });
  const file = origins.fragment(source.strings, 0, 0)?.file;
  return file === undefined || start === undefined
    ? undefined
    : { file, start, ...(end === undefined ? {} : { end }) };
}

/**
 * The one module that cannot be looked into, where the container's own module defines an option that no
 * other part of it has.
 */
export function placeOfOpaque(
  { optionPath, definitions = [] }: NixFailure,
  scene: FailureScene,
): Where | undefined {
  const { name } = scene.container;
  const option = optionInSystem(optionPath, name);
  // Other modules than the container's are named by their files.
  const isOwn = ({ file }: OptionDefinition): boolean =>
    !file.startsWith("/") || generatedFiles(scene).has(realFile(file));
  if (option === undefined || definitions.length === 0 || !definitions.every(isOwn))
    return undefined;
  const view = containerView(scene.traced?.specs[name] ?? {});
  const through = (value: unknown): unknown => scene.traced?.origins?.through(value) ?? value;
  const [only, ...others] = opaqueModules(view.options.config, through);
  return only === undefined || others.length > 0
    ? undefined
    : { path: [name, ...view.written(["config", ...only])] };
}

/** The definition of an option in a Nix file of the user's own, which the module system names. */
function definitionIn(
  definitions: readonly OptionDefinition[],
  option: readonly string[],
  scene: FailureScene,
): Place | undefined {
  const generated = generatedFiles(scene);
  for (const { file } of definitions) {
    const real = realFile(file);
    if (generated.has(real) || !isUsers(real, scene)) continue;
    const place = definitionInFile(real, option);
    if (place !== undefined) return place;
  }
  return undefined;
}
