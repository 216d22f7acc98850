import { join } from "node:path";
import type { NixFailure, NixPosition } from "../../nix/errors/failure.js";
import type { Place, ValuePath } from "../../problems/problem.js";
import type { TracedConfig } from "../../plan/compile-result.js";
import { containerFile } from "../../targets/index.js";
import type { GeneratedFile } from "../../targets/target.js";
import { isUsers, realFile, type FailureScene, type Where } from "./failure-scene.js";
import { literalOf } from "./literal-of-file.js";
import { placeOfOpaque, placeOfOption } from "./option-place.js";
import { packageInConfig, refusedPackage } from "./package-in-config.js";
import { valueAt, wordAt, wordInTemplate } from "./place-in-tree.js";

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
    placeOfOpaque(failure, scene) ??
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

function placeAt(file: string, { line, column }: NixPosition): Place {
  return { file, start: { line, column } };
}
