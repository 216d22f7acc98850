import { reference, type NixReference } from "./authoring/references.js";

export { addressOf } from "./authoring/address-of.js";
export { defineContainers } from "./authoring/define-containers.js";
export { file } from "./authoring/file.js";
export { host } from "./authoring/host.js";
export { nix } from "./authoring/nix-template.js";
export { text } from "./authoring/text-template.js";
export { isNixExpression } from "./nix/value.js";

/** The packages of the module this is used in: `pkgs.curl`. Those of the host are `host.pkgs`. */
export const pkgs: NixReference = reference("pkgs");
/** The library of nixpkgs: `lib.mkForce("web")`. */
export const lib: NixReference = reference("lib");
/** The configuration of the container, inside of its `config`. That of the host is `host.config`. */
export const config: NixReference = reference("config");
/** The options that the modules of the container declare, inside of its `config`. */
export const options: NixReference = reference("options");
/** The folder of the modules of the container's NixOS, for `imports`. */
export const modulesPath: NixReference = reference("modulesPath");

export type { AddressOption } from "./authoring/address-of.js";
export type {
  ConfigDefinition,
  Container,
  ContainerArguments,
  ContainerView,
  ContainersView,
  Settings,
} from "./authoring/define-containers.js";
export type { Host } from "./authoring/host.js";
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
