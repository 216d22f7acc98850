/** IFNAMSIZ of Linux less the final NUL. */
export const interfaceNameLimit = 15;

/**
 * The host's end of a container's veth pair: `ve-<name>`, `vb-<name>` on a bridge
 * (systemd-nspawn(1), --network-veth). Longer names are cut here; systemd puts a hash in the last
 * four places then, so two names that agree so far may still come out apart.
 */
export function hostInterface(name: string, onBridge: boolean): string {
  const full = `${onBridge ? "vb" : "ve"}-${name}`;
  return full.length <= interfaceNameLimit ? full : full.slice(0, interfaceNameLimit);
}

/** The unit of a container. */
export function unitName(name: string): string {
  return `container@${name}.service`;
}

/** Where the state of a container is kept (system.stateVersion 22.05 and later). */
export function stateDirectory(name: string): string {
  return `/var/lib/nixos-containers/${name}`;
}
