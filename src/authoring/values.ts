import type { NixAttributes, NixExpression, NixValue } from "../nix/value.js";
import type { NixReference } from "./references.js";

/** The arguments of a NixOS module; any other name is a module argument too (`specialArgs`). */
export interface ModuleArguments {
  readonly config: NixReference;
  readonly lib: NixReference;
  readonly options: NixReference;
  readonly pkgs: NixReference;
  readonly modulesPath: NixReference;
  readonly [argument: string]: NixReference;
}

/** A NixOS module as plain data. `imports` takes modules of any form. */
export interface ModuleAttributes {
  readonly imports?: readonly NixosModule[] | NixExpression | undefined;
  readonly [option: string]: ModuleValue | undefined;
}

/**
 * What an option may hold: NixOS takes modules below others, too, such as
 * `specialisation.<name>.configuration`.
 */
export type ModuleValue = NixValue | NixosModule | readonly (NixValue | NixosModule)[];

/** A module that is given its arguments; called once, when the config is compiled. */
export type ModuleFunction = (given: ModuleArguments) => ModuleAttributes | NixAttributes;

/** One NixOS module: data, a function of the module arguments, or a Nix expression such as `file(…)`. */
export type NixosModule = ModuleAttributes | ModuleFunction | NixExpression;

/** The NixOS configuration of a container: one module or several. */
export type ContainerConfig = NixosModule | readonly NixosModule[];
