import { hostOwner } from "../nix/syntax.js";
import { reference, type NixReference } from "./references.js";

/**
 * The host: the arguments that its modules are given. What starts here means the host's wherever it
 * is used, in a container's options and inside of its `config`.
 *
 * ```ts
 * web: {
 *   bindMounts: { "/run/key": { hostPath: host.config.age.secrets.key.path } },
 *   config: { networking: { domain: host.config.networking.domain } },
 * }
 * ```
 */
export interface Host {
  /** The host's configuration: `host.config.networking.hostName`. */
  readonly config: NixReference;
  /** The host's packages, with its overlays: `host.pkgs.curl`. */
  readonly pkgs: NixReference;
  /** The options that the host's modules declare: `host.options.services.nginx.enable.isDefined`. */
  readonly options: NixReference;
  /** The library of nixpkgs as the host's modules are given it. */
  readonly lib: NixReference;
  /** The folder of the modules of the host's NixOS. */
  readonly modulesPath: NixReference;
  /** Any other argument of the host's modules: `host.inputs`, `host.self`, one of its `specialArgs`. */
  readonly [argument: string]: NixReference;
}

/** The host that the containers run on. */
export const host: Host = reference("host", hostOwner) as unknown as Host;
