import { isFree, moduleArguments } from "../../nix/free-variables.js";
import { shellHint } from "../../nix/shell-text.js";
import type { VariableUse } from "../../nix/variables.js";
import { nearest } from "../../problems/nearest.js";
import type { Problem } from "../../problems/problem.js";
import { libraryName } from "./library-names.js";

export interface KnownNames {
  /** Arguments of the host's modules. */
  readonly host: ReadonlySet<string>;
  /** Arguments of the container's modules alone. */
  readonly container: ReadonlySet<string>;
}

/**
 * Names in the text of templates that nothing binds (NP326, NP327). What cannot be told from an
 * argument that the host's own code gives its modules is a warning; what is surely none, an error.
 */
export function unboundNames(uses: readonly VariableUse[], known: KnownNames): Problem[] {
  const told = new Map<object, Set<string>>();
  return uses.flatMap((use) => {
    const { name, owner, spelling } = use;
    if (owner !== undefined || spelling === undefined) return [];
    if (!isFree(use) || known.host.has(name)) return [];
    const names = told.get(spelling.template) ?? new Set<string>();
    told.set(spelling.template, names);
    if (names.has(name)) return [];
    names.add(name);
    const place = spelling.place();
    const where = { path: spelling.path, ...(place === undefined ? {} : { place }) };
    return [{ ...problemOf(use, known), ...where }];
  });
}

function problemOf({ name, inString }: VariableUse, known: KnownNames): Problem {
  const message = `nothing binds the name \`${name}\` of this template`;
  const text = shellHint(`\${${name}}`);
  // `${HOME-/root}` of the shell is a name with a dash to Nix.
  if (inString && /^[A-Z][A-Z0-9_]*(?:-.*)?$/.test(name)) {
    const shell = `\`\${${name}}\` in this string is a variable of Nix, and nothing binds \`${name}\``;
    return { code: "NP327", severity: "error", message: shell, hint: text };
  }
  const meant = misspelt(name) ?? misspelt(name, namesOfNix) ?? inOtherLetters(name);
  if (meant !== undefined) {
    return { code: "NP326", severity: "error", message, hint: `did you mean \`${meant}\`?` };
  }
  const unsure = { code: "NP326", severity: "warning", message } as const;
  if (name === "host") {
    const hint =
      'in TypeScript it is a value, and stands in a hole: `${host.config.…}`, with `host` imported from "nixpawn"';
    return { ...unsure, hint };
  }
  if (known.container.has(name)) {
    return {
      ...unsure,
      message: `${message} on the host, where it is evaluated; it is an argument of the container's modules`,
      hint: `take it as an argument: \`{ ${name}, ... }:\``,
    };
  }
  const library = libraryName(name);
  if (library !== undefined) {
    const hint = [`write \`${library}\``, ...(inString ? [text] : [])].join("; ");
    return { ...unsure, hint };
  }
  const guess = nearest(name, [...known.host, ...known.container]);
  const hints = [
    ...(guess === undefined || name.length < 4 ? [] : [`did you mean \`${guess}\`?`]),
    ...(/^[a-z]/.test(name) ? [`a package is \`pkgs.${name}\``] : []),
    ...(inString ? [text] : []),
    `an argument of the host's modules is \`\${host.${name}}\`, or named in the setting \`hostArguments: ["${name}"]\``,
  ];
  return { ...unsure, hint: hints.join("; ") };
}

/** Names of Nix itself that stand alone most. */
const namesOfNix = ["builtins", "false", "null", "true"];

/** What other languages call a value of Nix. */
const foreign: Readonly<Record<string, string>> = { nil: "null", none: "null", undefined: "null" };

/** `True`, `NULL`, `None` */
function inOtherLetters(name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(foreign, lower) ? foreign[lower] : namesOfNix.find((one) => one === lower);
}

/**
 * The name that one is, with a letter left out, doubled, or two of them swapped.
 * @param known arguments of every module, when left out
 */
export function misspelt(
  name: string,
  known: Iterable<string> = moduleArguments,
): string | undefined {
  return [...known].find((one) => {
    if (one.length === name.length + 1) return one.length > 3 && isWithoutOne(one, name);
    if (one.length === name.length - 1) return isDoubled(name, one);
    return one.length === name.length && isSwapped(name, one);
  });
}

function isWithoutOne(long: string, short: string): boolean {
  return places(long).some((at) => long.slice(0, at) + long.slice(at + 1) === short);
}

function isDoubled(long: string, short: string): boolean {
  return places(short).some(
    (at) => short.slice(0, at) + short.charAt(at) + short.slice(at) === long,
  );
}

function isSwapped(one: string, other: string): boolean {
  return places(one).some(
    (at) => one.slice(0, at) + one.charAt(at + 1) + one.charAt(at) + one.slice(at + 2) === other,
  );
}

function places(text: string): number[] {
  return Array.from({ length: text.length }, (_item, index) => index);
}
