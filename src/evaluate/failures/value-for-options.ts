import { join } from "node:path";
import type { NixFailure } from "../../nix/errors/failure.js";
import { evaluate } from "../../nix/program/evaluate.js";
import { ProblemError, type ValuePath } from "../../problems/problem.js";
import { isPlainObject } from "../../plan/plain-object.js";
import { containerView } from "../../plan/views/container-view.js";
import { checkExpression } from "../check-request.js";
import { modulesOf } from "./definition-of-option.js";
import type { FailureScene, Where } from "./failure-scene.js";

/** What Nix calls the kinds of values that a config can give as they are. */
const kinds: readonly (readonly [words: RegExp, is: (value: unknown) => boolean])[] = [
  [/^a Boolean$/, (value) => typeof value === "boolean"],
  [/^a string$/, (value) => typeof value === "string"],
  [/^(?:an integer|a float)$/, (value) => typeof value === "number" || typeof value === "bigint"],
  [/^a list$/, (value) => Array.isArray(value)],
  [/^null$/, (value) => value === null],
];

/** More are not asked about. */
const most = 1000;

interface Candidate {
  readonly path: ValuePath;
  readonly option: readonly string[];
}

/**
 * The value that stands where options go on (`services.openssh = true`), when Nix says only that it
 * is no set. Takes another, small evaluation; where that fails none is known.
 */
export async function valueForOptions(
  failure: NixFailure,
  scene: FailureScene,
): Promise<{ readonly where: Where; readonly hint: string } | undefined> {
  const words = /^value is (.*) while a set was expected/.exec(failure.message)?.[1] ?? "";
  const is = kinds.find(([known]) => known.test(words))?.[1];
  if (is === undefined) return undefined;
  const { traced, container } = scene;
  const view = containerView(traced?.specs[container.name] ?? {});
  const through = (value: unknown): unknown => traced?.origins?.through(value) ?? value;
  const candidates = modulesOf(view.options.config, [], through)
    .flatMap(({ module, path }) => valuesIn(module, { path, option: [] }, is, through))
    .slice(0, most);
  const sets = await setsAmong(candidates, scene);
  const found = candidates.find(({ option }) => sets.has(JSON.stringify(option)));
  if (found === undefined) return undefined;
  const name = found.option.join(".");
  return {
    where: { path: [container.name, ...view.written(["config", ...found.path])] },
    hint: `\`${name}\` is a set of options: \`${found.option.at(-1) ?? ""}: { … }\``,
  };
}

function valuesIn(
  value: unknown,
  { path, option }: Candidate,
  is: (value: unknown) => boolean,
  through: (value: unknown) => unknown,
): Candidate[] {
  const held = through(value);
  if (is(held)) return option.length === 0 ? [] : [{ path, option }];
  if (!isPlainObject(held)) return [];
  return Object.entries(held).flatMap(([key, inner]) =>
    valuesIn(inner, { path: [...path, key], option: [...option, key] }, is, through),
  );
}

async function setsAmong(
  candidates: readonly Candidate[],
  { nixpkgs, system }: FailureScene,
): Promise<ReadonlySet<string>> {
  if (candidates.length === 0) return new Set();
  const paths = JSON.stringify(candidates.map(({ option }) => option));
  try {
    const known = await evaluate<readonly (readonly string[])[]>(
      { file: join(checkExpression(), "option-sets.nix") },
      { argstrs: { nixpkgs, system, paths }, includes: [`nixpkgs=${nixpkgs}`] },
    );
    return new Set(known.map((one) => JSON.stringify(one)));
  } catch (error) {
    if (error instanceof ProblemError) return new Set();
    throw error;
  }
}
