import type { ContainerOptions } from "../authoring/container-options.generated.js";
import type { OptionRow } from "../containers/option.js";
import { optionRows } from "../containers/option-rows.generated.js";

type Rows = typeof optionRows;

/** Options that have no default that could be known before the evaluation. */
type WithoutDefault = {
  [Name in keyof Rows]: Rows[Name] extends { readonly default: unknown } ? never : Name;
}[keyof Rows];

/** All options of a container; where a Nix expression was given, the expression. */
export type ResolvedOptions = {
  readonly [Name in Exclude<keyof ContainerOptions, WithoutDefault>]: Exclude<
    ContainerOptions[Name],
    undefined
  >;
} & Pick<ContainerOptions, WithoutDefault>;

const defaults = Object.fromEntries(
  (Object.entries(optionRows) as [string, OptionRow][])
    .filter(([, { default: usual }]) => usual !== undefined)
    .map(([name, { default: usual }]) => [name, usual]),
);

/** A container's options with nixpkgs' defaults (those of the option table) for what was left out. */
export function resolveOptions(given: ContainerOptions): ResolvedOptions {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) } as ResolvedOptions;
}
