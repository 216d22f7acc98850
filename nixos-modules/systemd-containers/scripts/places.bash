# Where a container's files are. Sourced, never run. From the unit: INSTANCE (its name) and root (its
# folder); NIX_STORE_DIR and NIX_STATE_DIR, as Nix knows them, where they are not the usual ones.
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
[[ ${EPHEMERAL:-} != 1 ]] || root=/run/nixos-containers/${INSTANCE}

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

# keep_system NAME: the garbage collector takes the system from now on for one that is in use. The
# container can write to this folder, so that what is there already is not trusted.
keep_system() {
  rm -rf -- "${gc_roots:?}/$1"
  ln -sT -- "${system}" "${gc_roots}/$1"
}

# make_folder MODE PATH: makes a folder in the container's root. The container may have put a symbolic
# link there, which must not lead out of it.
make_folder() {
  local at=${root} part
  local -a parts
  IFS=/ read -r -a parts <<<"$2"
  for part in "${parts[@]}"; do
    at+=/${part}
    [[ ! -L ${at} ]] || fail "${at} is a symbolic link, which is not followed out of the container"
    [[ -d ${at} ]] || mkdir -m "$1" -- "${at}"
  done
}

# make_file PATH: makes an empty file in a folder that make_folder made, unless something is there.
make_file() {
  [[ -e ${root}/$1 || -L ${root}/$1 ]] || : >"${root}/$1"
}
