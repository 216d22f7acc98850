# Where a container's files are. Sourced, never run. From the unit: INSTANCE (its name) and root (its
# folder); NIX_STORE_DIR and NIX_STATE_DIR, as Nix knows them, and EPHEMERAL_DIR, that of the roots that
# are forgotten, where they are not the usual ones.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/words.bash
. "${BASH_SOURCE[0]%/*}/words.bash"

: "${INSTANCE:?the name of the container}" "${root:?its folder}"

# It becomes a part of paths and of units' names.
[[ ${INSTANCE} =~ ^[a-zA-Z0-9][a-zA-Z0-9_.-]*$ ]] || fail "this is no name for a container"

store=${NIX_STORE_DIR:-/nix/store}
nix_state=${NIX_STATE_DIR:-/nix/var/nix}
profiles=${nix_state}/profiles/per-container/${INSTANCE}
gc_roots=${nix_state}/gcroots/per-container/${INSTANCE}

# /run is empty after each start of the host, and the folder is removed after each stop.
ephemeral_root=${EPHEMERAL_DIR:-/run/nixos-containers}/${INSTANCE}
[[ ${EPHEMERAL:-} != 1 ]] || root=${ephemeral_root}

# find_system: sets `system` to the store path of the system to start. The container sees its own
# profiles where the host has the host's, so that a link is followed here.
find_system() {
  local path=${SYSTEM_PATH:-${profiles}/system}
  # Older conf files name the profile as it is seen inside.
  [[ ${path} != "${nix_state}/profiles/system" ]] || path=${profiles}/system
  system=$(readlink -e -- "${path}") || fail "there is no system at ${path}"
  [[ ${system} == "${store}"/* ]] || fail "${path} does not lead into ${store}"
  [[ -x ${system}/init ]] || fail "${path} is no NixOS system: it has no init"
}

# forget_system NAME: undoes keep_system.
forget_system() {
  rm -rf -- "${gc_roots:?}/$1"
}

# keep_system NAME: the garbage collector takes the system from now on for one that is in use. The
# container can write to this folder, so that what is there already is not trusted.
keep_system() {
  forget_system "$1"
  ln -sT -- "${system}" "${gc_roots}/$1"
}
