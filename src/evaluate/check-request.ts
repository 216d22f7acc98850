import type { NixJson } from "../nix/program/json.js";
import type { TargetName } from "../authoring/target-names.js";
import { optionSchemas } from "../plan/schema/schema-walk.js";
import { shipped } from "../targets/shipped.js";

/** Targets that are modules of NixOS, by the option that they set. */
export type NixTarget = Exclude<TargetName, "units">;

/** One container to be evaluated. */
export interface CheckRequest {
  readonly name: string;
  /** The generated module, absolute. */
  readonly module: string;
  /** The option of the host that holds the containers. */
  readonly option: NixTarget;
  /** Whether the container has `config`, and so a NixOS of its own to evaluate. */
  readonly hasConfig: boolean;
  /** Stop after option types, assertions and warnings, without the derivation of the system. */
  readonly quick: boolean;
}

/** What an evaluation gave. */
export interface ContainerEvaluation {
  /** Messages of failed assertions. */
  readonly assertions: readonly string[];
  readonly warnings: readonly string[];
  /** The derivation of the system; null when it was not asked for, or there is none. */
  readonly toplevel: string | null;
  /** The store path that the derivation builds, or the container's `path`; null when not asked for. */
  readonly systemPath: string | null;
  /** The options of the container itself, without a Nix expression in them. */
  readonly options: Readonly<Record<string, NixJson>>;
}

/** Options that are evaluated for what they come to: all but those that hold whole systems. */
export const hostOptions: readonly string[] = Object.keys(optionSchemas).filter(
  (name) => !["config", "nixpkgs", "path", "specialArgs"].includes(name),
);

/** The names on the way to an option of the host. */
export function optionPath(option: NixTarget): readonly string[] {
  return option.split(".");
}

/** The folder with the Nix expression that evaluates a container; shipped with this package. */
export function checkExpression(): string {
  return shipped("nixos-modules/check");
}
