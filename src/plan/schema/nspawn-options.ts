/**
 * The long options of systemd-nspawn by what they take: the table `options` of its nspawn.c, and
 * systemd-nspawn(1). Newer versions have more. nixos-modules/systemd-containers/nspawn-options.nix has the same.
 */
export const needsValue = new Set(
  `ambient-capability background bind bind-ro bind-user bind-user-group bind-user-shell capability chdir
  console cpu-affinity directory drop-capability forward-journal hostname image image-policy inaccessible
  kill-signal link-journal load-credential machine mstack network-bridge network-interface network-ipvlan
  network-macvlan network-namespace-path network-veth-extra network-zone no-new-privileges notify-ready
  oci-bundle oom-score-adjust overlay overlay-ro personality pivot-root port private-users-ownership property
  register resolv-conf restrict-address-families rlimit root-hash root-hash-sig selinux-apifs-context
  selinux-context set-credential setenv settings slice suppress-sync system-call-filter template timezone
  tmpfs user user-namespace uuid verity-data`.split(/\s+/),
);
/** Without a value, or with one after an equals sign only. */
export const standsAlone = new Set(
  `as-pid2 boot cleanup ephemeral help keep-unit link-journal-try-guest network-veth no-ask-password no-pager
  pipe private-network private-users private-users-chown quiet read-only share-system system version volatile`.split(
    /\s+/,
  ),
);

/**
 * Whether the word after a word of flags is its value; undefined where only systemd-nspawn knows: options
 * of one letter, options that are cut short, and those that came later.
 */
export function takesNextWord(word: string): boolean | undefined {
  if (!word.startsWith("--") || word === "--") return undefined;
  if (word.includes("=")) return false;
  const name = word.slice(2);
  if (needsValue.has(name)) return true;
  return standsAlone.has(name) ? false : undefined;
}
