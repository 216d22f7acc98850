import { eachChild } from "../../nix/children.js";
import type { AttributePath, Expression, Owner } from "../../nix/syntax.js";
import type { VariableUse } from "../../nix/variables.js";
import { nearest } from "../../problems/nearest.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { nixosArguments } from "./host-arguments.js";
import { misspelt } from "./unbound-names.js";

/** What is known of a container's own modules. */
export interface ArgumentsOfContainer {
  readonly owner: Owner;
  /** What its `specialArgs` have; undefined where that is known to Nix alone. */
  readonly specialArgs: ReadonlySet<string> | undefined;
  /** What the config declares in `hostArguments`. */
  readonly declared: ReadonlySet<string>;
}

/**
 * Arguments that functions of a container's modules take and nothing gives (NP326): Nix refuses the
 * module. What a module of the container's own sets in `_module.args` is given; of one that is
 * nested in it, such as a user of home-manager, other arguments are known to that alone.
 */
export function unknownArguments(
  syntax: Expression,
  uses: readonly VariableUse[],
  { owner, specialArgs, declared }: ArgumentsOfContainer,
): Problem[] {
  if (specialArgs === undefined) return [];
  const unknown = new Set<string>();
  for (const { name, owner: own } of uses) {
    const isGiven = nixosArguments.has(name) || specialArgs.has(name) || declared.has(name);
    if (own === owner && !isGiven) unknown.add(name);
  }
  if (unknown.size === 0) return [];
  const given = moduleArgsIn(syntax);
  if (given === undefined) return [];
  const names = [...unknown].filter((name) => !given.has(name));
  return names.map((name) => ({
    ...problemOf(name, [...nixosArguments, ...specialArgs, ...declared]),
    path: pathOfUse(syntax, name, owner) ?? owner.split("."),
  }));
}

function problemOf(name: string, known: readonly string[]): Problem {
  const message = `nothing gives the container's modules an argument \`${name}\``;
  const meant = misspelt(name);
  if (meant !== undefined) {
    return { code: "NP326", severity: "error", message, hint: `did you mean \`${meant}\`?` };
  }
  const guess = name.length < 4 ? undefined : nearest(name, known);
  const hints = [
    ...(guess === undefined ? [] : [`did you mean \`${guess}\`?`]),
    `give it: specialArgs: { ${name}: host.${name} }, or write \`host.${name}\` for the host's`,
  ];
  return { code: "NP326", severity: "warning", message, hint: hints.join("; ") };
}

/** The names that `_module.args` are given, anywhere; undefined where Nix alone knows them. */
function moduleArgsIn(syntax: Expression): ReadonlySet<string> | undefined {
  const found: (readonly string[] | undefined)[] = [];
  const visit = (one: Expression): void => {
    for (const binding of one.kind === "attribute-set" ? one.bindings : []) {
      const at = binding.kind === "binding" ? binding.path.indexOf("_module") : -1;
      if (binding.kind === "binding" && at >= 0) {
        found.push(argsOfModule(binding.path.slice(at + 1), binding.value));
      }
    }
    eachChild(one, visit);
  };
  visit(syntax);
  return found.includes(undefined) ? undefined : new Set(found.flatMap((names) => names ?? []));
}

/** @param path what stands behind `_module` */
function argsOfModule(
  [first, ...rest]: AttributePath,
  value: Expression,
): readonly string[] | undefined {
  if (first === "args") return rest.length > 0 ? nameOf(rest) : namesOf(value);
  if (first !== undefined) return typeof first === "string" ? [] : undefined;
  if (value.kind !== "attribute-set") return undefined;
  const found = value.bindings.map((one) =>
    one.kind === "binding" ? argsOfModule(one.path, one.value) : undefined,
  );
  return found.includes(undefined) ? undefined : found.flatMap((names) => names ?? []);
}

function namesOf(set: Expression): readonly string[] | undefined {
  if (set.kind !== "attribute-set") return undefined;
  const found = set.bindings.map((one) => (one.kind === "binding" ? nameOf(one.path) : one.names));
  return found.includes(undefined) ? undefined : found.flatMap((names) => names ?? []);
}

function nameOf([first]: AttributePath): readonly string[] | undefined {
  return typeof first === "string" ? [first] : undefined;
}

/** The path of the innermost value that uses an argument. */
function pathOfUse(syntax: Expression, name: string, owner: Owner): ValuePath | undefined {
  let found: ValuePath | undefined;
  const visit = (one: Expression, around: ValuePath | undefined): void => {
    if (found !== undefined) return;
    const path = one.mark ?? around;
    if (one.kind === "identifier" && one.name === name && one.owner === owner) found = path;
    if (one.kind === "attribute-set") {
      for (const binding of one.bindings) {
        const isIt = binding.kind === "inherit" && binding.owner === owner;
        if (isIt && binding.names.includes(name)) found ??= binding.mark ?? path;
      }
    }
    eachChild(one, (child) => {
      visit(child, path);
    });
  };
  visit(syntax, undefined);
  return found;
}
