import { reference, type NixReference } from "./authoring/references.js";

export { addressOf } from "./authoring/address-of.js";
export { defineContainers } from "./authoring/define-containers.js";
export { file } from "./authoring/file.js";
export { nix } from "./authoring/nix-template.js";
export { text } from "./authoring/text-template.js";

/** The packages of the module this is used in: `pkgs.curl`. */
export const pkgs: NixReference = reference("pkgs");
/** The library of nixpkgs: `lib.mkForce("web")`. */
export const lib: NixReference = reference("lib");
/** The configuration of the module this is used in: the container's inside `config`, else the host's. */
export const config: NixReference = reference("config");

export type { AddressOption } from "./authoring/address-of.js";
export type {
  ConfigDefinition,
  Container,
  ContainerArguments,
  ContainerView,
  ContainersView,
  Settings,
} from "./authoring/define-containers.js";
export type * from "./authoring/container-options.generated.js";
export type { NixReference } from "./authoring/references.js";
export type {
  ContainerConfig,
  ModuleArguments,
  ModuleAttributes,
  ModuleFunction,
  ModuleValue,
  NixosModule,
} from "./authoring/values.js";
export type { NixAttributes, NixExpression, NixPrimitive, NixValue } from "./nix/value.js";
