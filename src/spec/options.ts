import type { ContainerOptions } from "../authoring/container-options.generated.js";
import { optionSchemas } from "./schema-walk.js";

/** Options that have no default that could be known before the evaluation. */
type WithoutDefault = "config" | "hostInterface" | "nixpkgs" | "path";

/** All options of a container; where a Nix expression was given, the expression. */
export type ResolvedOptions = {
  readonly [Name in Exclude<keyof ContainerOptions, WithoutDefault>]: Exclude<
    ContainerOptions[Name],
    undefined
  >;
} & Pick<ContainerOptions, WithoutDefault>;

const defaults = Object.fromEntries(
  Object.entries(optionSchemas)
    .filter(([, schema]) => schema.default !== undefined)
    .map(([name, schema]) => [name, schema.default]),
);

/** A container's options with nixpkgs' defaults (those of the schema) for what was left out. */
export function resolveOptions(given: ContainerOptions): ResolvedOptions {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) } as ResolvedOptions;
}
