import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HostUnit, UnitCommand } from "../../../src/host/unit/host-unit-file.js";
import { folderWith } from "../../support/program.js";

/** Scripts of a unit, as some version of NixOS has them in shape; no text of theirs. */
export interface UnitScripts {
  readonly "pre-start"?: string;
  readonly start: string;
  readonly "post-start"?: string;
  readonly reload?: string;
  /** What the container's first process is. */
  readonly init?: string;
}

const reload = 'exec enter "$INSTANCE" "${SYSTEM_PATH:-/profile}/switch" test\n';
const posix = (keys: readonly string[]): string =>
  keys.map((key) => `[ -n "$${key}" ]`).join(" || ");
const links = ["HOST_ADDRESS", "LOCAL_ADDRESS", "HOST_ADDRESS6", "LOCAL_ADDRESS6"];

/** As in 18.03: everything of the network hangs on PRIVATE_NETWORK. */
export const ofOldNixos: UnitScripts = {
  "pre-start": 'machinectl terminate "$INSTANCE" 2>/dev/null || true\n',
  start: `mkdir -p "$root/etc"; cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
# No users of its own: PRIVATE_USERS is "$PRIVATE_USERS".
if [ "$PRIVATE_NETWORK" = 1 ]; then
  flags+=" --private-network"
  if ${posix(links)}; then flags+=" --network-veth"; fi
  if [ -n "$HOST_BRIDGE" ]; then flags+=" --network-bridge=$HOST_BRIDGE"; fi
  if [ -n "$HOST_PORT" ]; then
    IFS=,; for i in $HOST_PORT; do flags+=" --port=$i"; done
  fi
fi
for i in $INTERFACES; do flags+=" --network-interface=$i"; done
for i in $MACVLANS; do flags+=" --network-macvlan=$i"; done
exec systemd-nspawn --keep-unit -M "$INSTANCE" -D "$root" $flags $EXTRA_NSPAWN_FLAGS \\
  --setenv HOST_ADDRESS="$HOST_ADDRESS" --setenv HOST_BRIDGE="$HOST_BRIDGE" \\
  @init@ "\${SYSTEM_PATH:-/nix/var/nix/profiles/system}/init"
`,
  "post-start":
    'if [ "$PRIVATE_NETWORK" = 1 ]; then ip addr add $HOST_ADDRESS dev "ve-$INSTANCE"; fi\n',
  reload,
  init: 'if [ "$PRIVATE_NETWORK" = 1 ]; then ip addr add $LOCAL_ADDRESS dev eth0; fi\nexec "$1"\n',
};

/** As in the newest: `${…-}` and \`[[\`, users, namespaces; the MAC address is the init's work. */
export const ofNewNixos: UnitScripts = {
  start: `declare root
if [ "$COPY_RESOLV_CONF" = 1 ]; then cp /etc/resolv.conf "$root/etc/resolv.conf"; fi
if [ -n "\${FLAKE-}" ] && [ ! -e /profile ]; then /bin/nixos-container update "$INSTANCE"; fi
declare -a extraFlags
if [[ "\${PRIVATE_NETWORK-}" = 1 ]]; then extraFlags+=("--private-network"); fi
if [[ -n "\${PRIVATE_USERS-}" ]]; then
  extraFlags+=("--private-users=$PRIVATE_USERS")
  if [[ "$PRIVATE_USERS" = "pick" || ("$PRIVATE_USERS" =~ ^[[:digit:]]+$ && "$PRIVATE_USERS" -gt 0) ]]; then
    opt=:idmap
  fi
fi
if ${links.map((key) => `[[ -n "\${${key}-}" ]]`).join(" || ")}; then extraFlags+=("--network-veth"); fi
if [[ -n "\${HOST_PORT-}" ]]; then
  IFS=","
  for i in $HOST_PORT
  do extraFlags+=("--port=$i")
  done
fi
if [[ -n "\${HOST_BRIDGE-}" ]]; then extraFlags+=("--network-bridge=$HOST_BRIDGE"); fi
if [[ -n "\${NETWORK_NAMESPACE_PATH-}" ]]; then
  extraFlags+=("--network-namespace-path=$NETWORK_NAMESPACE_PATH")
fi
for iface in \${INTERFACES-}; do extraFlags+=("--network-interface=$iface"); done
for iface in \${MACVLANS-}; do extraFlags+=("--network-macvlan=$iface"); done
exec /bin/systemd-nspawn --keep-unit -M "$INSTANCE" -D "$root" "\${extraFlags[@]}" \\
  --setenv LOCAL_MAC_ADDRESS="\${LOCAL_MAC_ADDRESS-}" --setenv PRIVATE_USERS="\${PRIVATE_USERS-}" \\
  \${EXTRA_NSPAWN_FLAGS-} \\
  @init@ "\${SYSTEM_PATH:-/nix/var/nix/profiles/system}/init"
`,
  reload,
  init: `if [[ -n "\${LOCAL_MAC_ADDRESS-}" ]]; then ip link set dev eth0 address "$LOCAL_MAC_ADDRESS"; fi
. "$1"
`,
};

/** Keys that every unit of NixOS carries out. */
export const everywhere = [
  "SYSTEM_PATH",
  "PRIVATE_NETWORK",
  "HOST_BRIDGE",
  "HOST_PORT",
  ...links,
  "INTERFACES",
  "MACVLANS",
  "EXTRA_NSPAWN_FLAGS",
];

/** The scripts in a folder, each as a program; `@init@` in them is the path of the last. */
export function written(scripts: UnitScripts, head = "#!/bin/sh -e\n"): string {
  const folder = folderWith({});
  for (const [name, text] of Object.entries(scripts) as [string, string][]) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, head + text.replaceAll("@init@", join(folder, "init")));
    chmodSync(path, 0o755);
  }
  return folder;
}

/** A unit that starts the scripts of a folder. */
export function unitOf(folder: string, names: readonly string[], text = "[Unit]\n"): HostUnit {
  const kinds = {
    "pre-start": "ExecStartPre",
    start: "ExecStart",
    "post-start": "ExecStartPost",
    reload: "ExecReload",
  } as const;
  const commands = names.flatMap((name): UnitCommand[] => {
    if (!(name in kinds)) return [];
    const program = join(folder, name);
    return [{ kind: kinds[name as keyof typeof kinds], program, line: program }];
  });
  return {
    path: "/etc/systemd/system/container@.service",
    text,
    reads: undefined,
    commands,
    root: "/",
  };
}
