import { contentHash } from "../load/cache/content-hash.js";
import { interfaceNameLimit } from "../containers/interface-pair.js";

/**
 * The host's end of a container's veth pair: `ve-<name>`, `vb-<name>` on a bridge
 * (systemd-nspawn(1), --network-veth). A longer name than the kernel takes is its alternative name
 * only; the main one is cut by systemd, since version 247 with a hash as its last four characters.
 */
export function hostInterface(name: string, onBridge: boolean): string {
  return `${onBridge ? "vb" : "ve"}-${name}`;
}

/**
 * The same for nixpawn's own unit: `c-<name>`. Of a longer name the start is kept, and four digits
 * of a hash that tell it from its like. nixos-modules/systemd-containers/interface-name.nix says
 * the same.
 */
export function ownInterface(name: string): string {
  const whole = `c-${name}`;
  if (whole.length <= interfaceNameLimit) return whole;
  return `c-${name.slice(0, 8)}-${contentHash(name).slice(0, 4)}`;
}

/** The unit of a container. */
export function unitName(name: string): string {
  return `container@${name}.service`;
}

/** Where the state of a container is kept (system.stateVersion 22.05 and later). */
export function stateDirectory(name: string): string {
  return `/var/lib/nixos-containers/${name}`;
}
