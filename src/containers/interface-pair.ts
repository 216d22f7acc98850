/** IFNAMSIZ of Linux less the final NUL. */
export const interfaceNameLimit = 15;

/** The host's name of `HOST` or `HOST:NAME`: systemd-nspawn(1), `--network-interface=`, since systemd 254. */
export function hostName(pair: string): string {
  return pair.replace(/:.*/s, "");
}

/**
 * The name in the container: NAME, else HOST with a prefix (network_iface_pair_parse of systemd's
 * nspawn-network.c).
 */
export function insideName(pair: string, prefix: string): string {
  const [host = "", name = ""] = pair.split(/:(.*)/s);
  return name === "" ? `${prefix}${host}` : name;
}
